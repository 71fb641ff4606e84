import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { put } from "./support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

/** A repository with specs for a CI product, and its generated files. */
function project(target: string): string {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-workflows-"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  execFileSync("git", ["remote", "add", "origin", "https://github.com/acme/shop.git"], { cwd: folder });
  put(folder, "go.mod", "module x\n");
  expect(stagewright(folder, "init", "--yes", "--target", target).status).toBe(0);
  expect(stagewright(folder, "generate").status).toBe(0);
  return folder;
}

describe("check of a repository whose workflows GitHub runs", () => {
  let folder: string;
  beforeAll(() => {
    folder = project("github-actions");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([".github/workflows/old.yml", ".github/actions/other/action.yml"])("reports %s", (path) => {
    expect(stagewright(folder, "check").status).toBe(0);
    put(folder, path, "# not stagewright: not generated\n");
    const { status, said } = stagewright(folder, "check");
    rmSync(join(folder, path));
    expect(status).toBe(1);
    expect(said).toContain(`not generated, but in a folder that Jenkins, Argo CD or GitHub executes (1)\n  ${path}\n`);
    expect(said).toContain("# stagewright: not generated");
  });

  it("accepts a workflow of the repository's own, but no other file with that line", () => {
    put(folder, ".github/workflows/check.yml", "---\n# Checks.\n\n# stagewright: not generated\non: push\n");
    expect(stagewright(folder, "check")).toMatchObject({ status: 0 });
    put(folder, ".github/actions/other/action.yml", "# stagewright: not generated\n");
    expect(stagewright(folder, "check")).toMatchObject({ status: 1 });
    rmSync(join(folder, ".github/actions/other"), { recursive: true });
  });

  it("reports a workflow with that line below its first comment", () => {
    const path = ".github/workflows/script.yml";
    put(folder, path, "on: push\njobs: {}\nx: |\n# stagewright: not generated\n");
    expect(stagewright(folder, "check")).toMatchObject({ status: 1, said: expect.stringContaining(path) });
    rmSync(join(folder, path));
  });

  describe("with a copy of an application's workflow", () => {
    const path = ".github/workflows/shop.yml";
    const source = join("applications/shop", path);
    afterEach(() => rmSync(join(folder, path), { force: true }));

    it("accepts the copy, with and without a cache", () => {
      put(folder, path, readFileSync(join(folder, source), "utf8"));
      for (let run = 0; run < 2; run += 1) expect(stagewright(folder, "check")).toMatchObject({ status: 0 });
    });

    it("reports a copy that differs, also after an equal one", () => {
      put(folder, path, readFileSync(join(folder, source), "utf8"));
      expect(stagewright(folder, "check")).toMatchObject({ status: 0 });
      put(folder, path, "on: push\n");
      const { status, said } = stagewright(folder, "check");
      expect(status).toBe(1);
      expect(said).toBe(
        `a copy that differs from its generated file (1)\n  ${path} (generated file: ${source})\n  copy the generated file again\n`,
      );
      const { drift } = JSON.parse(stagewright(folder, "check", "--format", "json").said) as { drift: unknown[] };
      expect(drift).toEqual([{ state: "copied", path, source, owner: "shop" }]);
    });

    it("reports a link in place of the copy", () => {
      symlinkSync(`../../${source}`, join(folder, path));
      expect(stagewright(folder, "check")).toMatchObject({ status: 1, said: expect.stringContaining(source) });
    });

    it("reports a copy in another repository than that of the application", () => {
      const other = project("github-actions");
      const spec = readFileSync(join(other, "services/shop.yaml"), "utf8");
      put(other, "services/shop.yaml", spec.replace("acme/shop", "acme/other"));
      expect(stagewright(other, "generate").status).toBe(0);
      put(other, path, readFileSync(join(other, source), "utf8"));
      const { status, said } = stagewright(other, "check");
      rmSync(other, { recursive: true, force: true });
      expect({ status, said }).toMatchObject({ status: 1, said: expect.stringContaining("not generated, but in") });
    });
  });

  it("reports a link that leads nowhere", () => {
    symlinkSync("nowhere", join(folder, ".github/workflows/link.yml"));
    expect(stagewright(folder, "check")).toMatchObject({ status: 1, said: expect.stringContaining("link.yml") });
  });
});

it("leaves the workflows of a repository alone whose pipelines Jenkins runs", () => {
  const folder = project("jenkins");
  put(folder, ".github/workflows/other.yml", "on: push\n");
  expect(stagewright(folder, "check")).toMatchObject({ status: 0 });
  rmSync(folder, { recursive: true, force: true });
});
