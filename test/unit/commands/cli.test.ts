import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { smallSpecs } from "../../support/specs.ts";
import { put, specFolder } from "./support.ts";

const root = join(import.meta.dirname, "../../..");
const cli = join(root, "dist/cli.js");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** Runs the built bundle, as users do. */
function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

function times(folder: string): Record<string, bigint> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(paths.map((path) => [path, statSync(join(folder, path), { bigint: true }).mtimeNs]));
}

describe("the built command", () => {
  it("tells its version", () => {
    expect(stagewright(root, "--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("guesses what was meant", () => {
    const { status, stderr } = stagewright(root, "generat");
    expect(status).toBe(1);
    expect(stderr).toContain("Did you mean generate?");
  });

  it("names a missing spec, without a stack", () => {
    const { status, stderr } = stagewright(specFolder(), "check", "--spec", "nothing.yaml");
    expect(status).toBe(1);
    expect(stderr).toBe("stagewright: there is no nothing.yaml here\n  name the platform spec: --spec PATH\n");
  });

  it("generates, then has nothing to do and touches nothing", () => {
    const folder = specFolder(smallSpecs);
    put(
      folder,
      "services/web.yaml",
      smallSpecs["services/shop.yaml"]?.replaceAll("shop", "web").replaceAll("owner: web", "owner: shop") ?? "",
    );
    expect(stagewright(folder, "validate")).toMatchObject({ status: 0, stderr: "" });
    const first = stagewright(folder, "generate", "--out", "emitted");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toContain("shop\n  + ");
    const before = times(folder);
    expect(stagewright(folder, "check", "--out", "emitted").status).toBe(0);
    expect(stagewright(folder, "diff", "--out", "emitted")).toMatchObject({ status: 0, stdout: "" });
    expect(stagewright(folder, "generate", "--out", "emitted").stdout).toContain("up to date");
    expect(times(folder)).toEqual(before);
  });

  it("shows a broken spec's place and writes nothing", () => {
    const folder = specFolder(smallSpecs);
    put(folder, "services/web.yaml", "service: [\n");
    const before = times(folder);
    const { status, stdout, stderr } = stagewright(folder, "generate");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/services\/web\.yaml:\d+:\d+/);
    expect(times(folder)).toEqual(before);
    const json = stagewright(folder, "validate", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({ diagnostics: [{ severity: "error" }] });
  });
});
