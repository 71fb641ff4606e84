import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sparseLines } from "../../../generator/targets/jenkins/sparse-lines.ts";

const checkout = { submodules: false, lfs: false, depth: null, clean: true };

describe("the lines of a sparse checkout", () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "sparse-"));
    execFileSync("git", ["init", "-q", home]);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it.each([
    [["shop"]],
    [["web", "shop"]],
    [["shop", "libraries/common"]],
    [["a/b/c", "a/d", "b"]],
    [["a/b", "a"]],
    [[".github/workflows", "web@2"]],
  ])("are those of git for %j", (sparse) => {
    execFileSync("git", ["sparse-checkout", "set", "--cone", ...sparse], { cwd: home });
    const expected = readFileSync(join(home, ".git/info/sparse-checkout"), "utf8").trimEnd().split("\n");
    expect(sparseLines({ ...checkout, sparse })).toEqual(expected);
  });

  it("are none for a whole repository", () => {
    expect(sparseLines({ ...checkout, sparse: [] })).toEqual([]);
  });

  it("give git-lfs no filter", () => {
    expect(sparseLines({ ...checkout, lfs: true, sparse: ["shop"] })[0]).toMatch(/^#.*,/);
    expect(sparseLines({ ...checkout, sparse: ["shop"] }).join("")).not.toContain(",");
  });
});
