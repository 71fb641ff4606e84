import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { smallSpecs } from "../../support/specs.ts";
import { put, specFolder } from "./support.ts";

const root = join(import.meta.dirname, "../../..");
const cli = join(root, "dist/cli.js");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** Runs the built bundle like a user. */
function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

function times(folder: string): Record<string, bigint> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(paths.map((path) => [path, statSync(join(folder, path), { bigint: true }).mtimeNs]));
}

describe("the built command", () => {
  it("prints its version", () => {
    expect(stagewright(root, "--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("suggests the command for a typo", () => {
    const { status, stderr } = stagewright(root, "generat");
    expect(status).toBe(1);
    expect(stderr).toContain("Did you mean generate?");
  });

  it("names a missing spec, without a stack trace", () => {
    const folder = realpathSync(specFolder());
    const { status, stderr } = stagewright(folder, "check", "--spec", "nothing.yaml");
    expect(status).toBe(1);
    expect(stderr).toBe(
      `stagewright: ${join(folder, "nothing.yaml")} does not exist\n  specify the platform spec: --spec PATH\n`,
    );
  });

  it("generates files, and writes nothing on the next run", () => {
    const folder = specFolder(smallSpecs);
    put(
      folder,
      "services/web.yaml",
      smallSpecs["services/shop.yaml"]?.replaceAll("shop", "web").replaceAll("owner: web", "owner: shop") ?? "",
    );
    expect(stagewright(folder, "validate")).toMatchObject({ status: 0, stderr: "" });
    const first = stagewright(folder, "generate", "--out", "generated");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toContain("shop\n  + ");
    const before = times(folder);
    expect(stagewright(folder, "check", "--out", "generated").status).toBe(0);
    expect(stagewright(folder, "diff", "--out", "generated")).toMatchObject({ status: 0, stdout: "" });
    expect(stagewright(folder, "generate", "--out", "generated").stdout).toContain("up to date");
    expect(times(folder)).toEqual(before);
  });

  it("shows how to remove a global library that becomes a folder library", () => {
    const folder = specFolder(smallSpecs);
    rmSync(join(folder, "services/web.yaml"));
    expect(stagewright(folder, "generate")).toMatchObject({ status: 0, stderr: "" });
    const spec = readFileSync(join(folder, "stagewright.yaml"), "utf8");
    put(
      folder,
      "stagewright.yaml",
      spec.replace(/^library:.*$/m, (line) => line.replace("{", "{ scope: folder,")),
    );
    const { status, stdout } = stagewright(folder, "diff");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^- {2}globalLibraries:\n(?:- {4}# .*\n)*- {4}libraries:\n/m);
    expect(stdout).toContain("the controller still has it");
    expect(stdout).toContain("+# unclassified:\n+#   globalLibraries:\n+#     libraries: []\n");
  });

  it("reports the position of a syntax error and writes nothing", () => {
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

describe("a command without --spec", () => {
  /** A repository with specs, and a folder two levels below them. */
  function repository() {
    const folder = realpathSync(specFolder(smallSpecs));
    const platform = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
    put(folder, "stagewright.yaml", platform);
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "apps/shop"), { recursive: true });
    return { folder, below: join(folder, "apps/shop") };
  }

  it("uses the spec of a parent folder, up to the root of the git repository", () => {
    const { below } = repository();
    expect(stagewright(below, "validate")).toMatchObject({
      status: 0,
      stdout: "valid: ../../stagewright.yaml and 1 service file\n",
    });
  });

  it("does not search above the root of the git repository, and names the searched folders", () => {
    const { below } = repository();
    const root = join(below, "..");
    mkdirSync(join(root, ".git"));
    expect(stagewright(below, "validate")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        `stagewright: there is no stagewright.yaml in ${below} or its parent folders up to ${root}\n` +
        "  create one with `stagewright init`, or specify the platform spec: --spec PATH\n",
    });
    expect(stagewright(root, "validate").stderr).toContain(`there is no stagewright.yaml in ${root}\n`);
  });

  it("does not search the parent folders outside of a git repository", () => {
    const { folder, below } = repository();
    rmSync(join(folder, ".git"), { recursive: true });
    expect(stagewright(below, "validate").stderr).toContain(`there is no stagewright.yaml in ${below}\n`);
    expect(stagewright(folder, "validate").status).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)("ignores a parent folder's spec of another user", () => {
    const { folder, below } = repository();
    chownSync(join(folder, "stagewright.yaml"), 65534, 65534);
    expect(stagewright(below, "validate").stderr).toContain(`there is no stagewright.yaml in ${below}`);
  });
});
