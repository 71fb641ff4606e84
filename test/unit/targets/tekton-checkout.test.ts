import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const script = join(import.meta.dirname, "../../../vars-templates/tekton/checkout.sh");

describe("the checkout on Tekton", () => {
  let home: string;
  let commit: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "tekton-checkout-"));
    for (const path of ["shop/deep", "libraries/common", "libraries/other"]) {
      mkdirSync(join(home, "origin", path), { recursive: true });
      writeFileSync(join(home, "origin", path, "file"), "");
    }
    writeFileSync(join(home, "origin/root"), "");
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "one");
    commit = git("rev-parse", "HEAD");
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function git(...words: string[]): string {
    const author = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
    return execFileSync("git", [...author, ...words], { cwd: join(home, "origin"), encoding: "utf8" }).trim();
  }

  function checkOut(more: Readonly<Record<string, string>>): void {
    const settings = { REPOSITORY: `file://${home}/origin`, COMMIT: commit, REF: "refs/heads/main" };
    const env = { PATH: process.env.PATH, HOME: home, WORKSPACE: home, DEPTH: "0", SUBMODULES: "false", LFS: "false" };
    execFileSync("sh", [script], { cwd: home, env: { ...env, ...settings, ...more }, stdio: "pipe" });
  }

  it("has all files", () => {
    checkOut({});
    expect(existsSync(join(home, "app/libraries/other/file"))).toBe(true);
  });

  it("has only the folders of a sparse checkout, and the files of the root", () => {
    checkOut({ SPARSE: "shop libraries/common" });
    const names = (folder: string) => readdirSync(join(home, "app", folder)).sort();
    expect(names(".")).toEqual([".git", "libraries", "root", "shop"]);
    expect(names("libraries")).toEqual(["common"]);
    expect(existsSync(join(home, "app/shop/deep/file"))).toBe(true);
  });
});
