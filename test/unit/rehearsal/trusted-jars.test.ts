import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shipJars, verifyShipped } from "../../../generator/rehearse/shipped.ts";

let top = "";
let jars = "";
const sums = () => `${jars}.sums`;

/** A new run: a process trusts what it built itself. */
async function newRun() {
  vi.resetModules();
  return import("../../../generator/rehearse/trusted-folder.ts");
}

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "stagewright-jars-"));
  jars = join(top, "runner-jars-1");
  vi.stubEnv("XDG_STATE_HOME", join(top, "state"));
  mkdirSync(jars);
  writeFileSync(join(jars, "runner.jar"), "built");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(top, { recursive: true, force: true });
});

describe("jars in the cache", () => {
  it("are trusted in later runs of the user who built them", async () => {
    await (await newRun()).trust(jars);
    expect(await (await newRun()).isTrusted(jars)).toBe(true);
  });

  it.each([
    ["without a signature", () => rmSync(sums())],
    ["with a changed jar", () => writeFileSync(join(jars, "runner.jar"), "planted")],
    ["with another jar", () => writeFileSync(join(jars, "planted.jar"), "planted")],
    [
      "with another signature",
      () =>
        writeFileSync(
          sums(),
          readFileSync(sums(), "utf8").replace(/^./, (char) => (char === "0" ? "1" : "0")),
        ),
    ],
    ["in a folder that others can write", () => chmodSync(jars, 0o777)],
    ["that others can write", () => chmodSync(join(jars, "runner.jar"), 0o666)],
  ])("%s are not trusted", async (_, attack) => {
    await (await newRun()).trust(jars);
    attack();
    expect(await (await newRun()).isTrusted(jars)).toBe(false);
  });
});

describe("jars of the package", () => {
  it("are compared with their checksums", async () => {
    const folder = join(top, "package");
    await shipJars(jars, folder, "1");
    await verifyShipped(folder);
    writeFileSync(join(folder, "runner.jar"), "planted");
    await expect(verifyShipped(folder)).rejects.toThrow("its SHA-256 differs from the list of the package");
  });
});
