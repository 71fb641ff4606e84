import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../generator/write/hash.ts";
import { evidenceScripts } from "../../support/evidence-scripts.ts";

const script = evidenceScripts().get("image/artifacts.sh") ?? "exit 9";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagewright-artifacts-"));
  for (const name of ["app", "artifacts", "state"]) mkdirSync(join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Moves an artifact, whose checksum the release record has, into the checkout. */
async function move(path: string, text = "built") {
  if (!path.includes("..")) put(`artifacts/${path}`, text);
  writeFileSync(join(folder, "state/checksums"), `${sha256("built")}  ${path}\n`);
  const env = { ARTIFACTS: join(folder, "artifacts"), STATE: join(folder, "state"), PATH: "/usr/bin:/bin" };
  const { exitCode } = await execa("sh", ["-c", script], {
    cwd: join(folder, "app"),
    env,
    extendEnv: false,
    reject: false,
  });
  const failure = join(folder, "state/failure");
  return { exitCode, failure: existsSync(failure) ? readFileSync(failure, "utf8").trim() : "" };
}

describe("the artifacts of a release", () => {
  it("are moved to their paths in the checkout", async () => {
    put("app/target/app.jar", "of the repository");
    expect(await move("target/app.jar")).toEqual({ exitCode: 0, failure: "" });
    expect(readFileSync(join(folder, "app/target/app.jar"), "utf8")).toBe("built");
  });

  it.each([".git/config", "sub/.git/config", "sub/.GIT/config"])("do not change a repository: %s", async (path) => {
    const { exitCode, failure } = await move(path);
    expect([exitCode, failure]).toEqual([1, `The artifact ${path} would change the git repository of the checkout.`]);
    expect(existsSync(join(folder, "app", path))).toBe(false);
  });

  it("are not written through a link", async () => {
    mkdirSync(join(folder, "home"));
    symlinkSync(join(folder, "home"), join(folder, "app/target"));
    const { exitCode, failure } = await move("target/plugin");
    expect([exitCode, failure]).toEqual([1, expect.stringContaining("would be written through target, a link")]);
    expect(existsSync(join(folder, "home/plugin"))).toBe(false);
  });

  it("have the checksums of the record", async () => {
    const { exitCode, failure } = await move("app.jar", "changed");
    expect([exitCode, failure]).toEqual([1, expect.stringContaining("checksums of the artifacts differ")]);
    expect(existsSync(join(folder, "app/app.jar"))).toBe(false);
  });
});
