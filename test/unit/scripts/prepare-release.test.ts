import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareRelease } from "../../../scripts/prepare-release.mjs";

const changelog = `# Changelog

## Unreleased

### Added

- A new key.

## 0.1.0 - 2026-01-01

- The first release.
`;

describe("npm run release:prepare", () => {
  let root: string;

  // The user's own configuration, such as signed commits, does not apply.
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const git = (...command: string[]) => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@acme.internal"];
    return execFileSync("git", [...identity, ...command], { cwd: root, encoding: "utf8", env }).trim();
  };
  const read = (name: string) => readFileSync(join(root, name), "utf8");
  const commit = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    git("add", "--all");
    git("commit", "--quiet", "--message", name);
  };
  const prepare = (version?: string) => prepareRelease(root, version, "2026-02-03");

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "stagewright-release-"));
    git("init", "--quiet");
    const dependency = { "node_modules/semver": { version: "0.1.0" } };
    const lock = { name: "stagewright", version: "0.1.0", packages: { "": { version: "0.1.0" }, ...dependency } };
    writeFileSync(
      join(root, "package.json"),
      '{\n  "name": "stagewright",\n  "version": "0.1.0",\n  "files": ["dist"]\n}\n',
    );
    writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
    commit("CHANGELOG.md", changelog);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("moves the unreleased changes to a section of the version", () => {
    prepare("0.2.0");
    expect(read("CHANGELOG.md")).toBe(changelog.replace("## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-02-03\n"));
  });

  it("sets the version in package.json and package-lock.json, and nothing else", () => {
    prepare("0.2.0");
    expect(read("package.json")).toBe('{\n  "name": "stagewright",\n  "version": "0.2.0",\n  "files": ["dist"]\n}\n');
    const { version, packages } = JSON.parse(read("package-lock.json"));
    expect([version, packages[""].version, packages["node_modules/semver"].version]).toEqual([
      "0.2.0",
      "0.2.0",
      "0.1.0",
    ]);
  });

  it("returns the tag without creating it, and commits nothing", () => {
    const head = git("rev-parse", "HEAD");
    expect(prepare("1.0.0").tag).toBe("v1.0.0");
    expect(git("tag", "--list")).toBe("");
    expect(git("rev-parse", "HEAD")).toBe(head);
  });

  it("lists the specs that do not accept the new version", () => {
    commit("old.yaml", "apiVersion: stagewright/v1\nstagewright: ~0.1\n");
    commit("new.yaml", "stagewright: '>=0.1 <1' # all of 0.x\n");
    expect(prepare("0.2.0").outdated).toEqual(["old.yaml:2: ~0.1"]);
  });

  it.each([
    [undefined, "The version is missing. Usage: npm run release:prepare -- VERSION."],
    ["v0.2.0", '"v0.2.0" is not a version. Write MAJOR.MINOR.PATCH, for example 0.2.0.'],
    ["0.2", '"0.2" is not a version. Write MAJOR.MINOR.PATCH, for example 0.2.0.'],
    ["0.1.0", "0.1.0 is not newer than the current version 0.1.0. The next versions are 0.1.1, 0.2.0, 1.0.0."],
    ["0.0.9", "0.0.9 is not newer than the current version 0.1.0. The next versions are 0.1.1, 0.2.0, 1.0.0."],
  ])("rejects the version %s", (version, message) => {
    expect(() => prepare(version)).toThrow(message);
    expect(git("status", "--porcelain")).toBe("");
  });

  it("rejects a checkout with uncommitted changes, and lists them", () => {
    writeFileSync(join(root, "draft.md"), "draft");
    expect(() => prepare("0.2.0")).toThrow("The checkout has uncommitted changes. Commit or remove them:\n?? draft.md");
    expect(read("package.json")).toContain('"version": "0.1.0"');
  });

  it("rejects a version whose tag exists", () => {
    git("tag", "v0.2.0");
    expect(() => prepare("0.2.0")).toThrow("The tag v0.2.0 already exists. Choose a newer version.");
  });

  it.each([
    [
      "has no unreleased section",
      changelog.replace("## Unreleased", "## Next"),
      "CHANGELOG.md has no section `## Unreleased`.",
    ],
    [
      "has no unreleased changes",
      changelog.replace("- A new key.\n", ""),
      "The section `## Unreleased` of CHANGELOG.md is empty.",
    ],
    [
      "already has the version",
      changelog.replace("## 0.1.0", "## 0.2.0"),
      "CHANGELOG.md already has a section for 0.2.0.",
    ],
  ])("rejects a changelog that %s", (_, text, message) => {
    commit("CHANGELOG.md", text);
    expect(() => prepare("0.2.0")).toThrow(message);
    expect(git("status", "--porcelain")).toBe("");
  });
});
