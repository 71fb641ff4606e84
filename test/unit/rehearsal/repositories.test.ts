import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRepository } from "../../../generator/rehearsal/repositories.ts";

describe("a repository of a rehearsal", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "sw-repositories-"));
    mkdirSync(join(root, "outside"));
    mkdirSync(join(root, "application"));
    writeFileSync(join(root, "outside", "settings"), "private");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function create(path: string): Promise<string> {
    const bare = join(root, "bare.git");
    const folder = join(root, "application");
    await createRepository(bare, { branch: "main", folder, files: { [path]: "node {}" } });
    return execFileSync("git", ["--git-dir", bare, "show", `main:${path}`], { encoding: "utf8" });
  }

  it("does not write its Jenkinsfile through a link of the application", async () => {
    symlinkSync("../outside/settings", join(root, "application", "Jenkinsfile"));
    expect(await create("Jenkinsfile")).toBe("node {}");
    expect(readFileSync(join(root, "outside", "settings"), "utf8")).toBe("private");
  });

  it("does not write its Jenkinsfile below a link of the application", async () => {
    symlinkSync("../outside", join(root, "application", "ci"));
    expect(await create("ci/Jenkinsfile")).toBe("node {}");
    expect(readdirSync(join(root, "outside"))).toEqual(["settings"]);
  });

  describe("of a clone", () => {
    const git = (...command: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...command], {
        cwd: join(root, "application"),
        encoding: "utf8",
      });
    const write = (path: string, text: string) => {
      const file = join(root, "application", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    };
    const built = () =>
      execFileSync("git", ["--git-dir", join(root, "bare.git"), "ls-tree", "-r", "--name-only", "main"]);
    const files = () => String(built()).trim().split("\n");

    it("contains the changes that are not committed, without ignored files", async () => {
      git("init", "--quiet", "--initial-branch=feature");
      for (const path of ["kept", "changed", "removed", "becomes", "linked/file"]) write(path, "committed");
      write(".gitignore", "/target\n");
      git("add", ".");
      git("commit", "--quiet", "--message=first");
      write("changed", "changed");
      write("new/file", "new");
      write("target/ignored", "");
      for (const path of ["removed", "becomes", "linked"]) rmSync(join(root, "application", path), { recursive: true });
      write("becomes/folder", "folder");
      symlinkSync("kept", join(root, "application", "linked"));
      write("staged", "staged");
      git("add", "staged");
      const before = git("status", "--porcelain");
      await create("Jenkinsfile");
      expect(files()).toEqual([
        ...[".gitignore", "Jenkinsfile", "becomes/folder", "changed", "kept", "linked", "new/file", "staged"],
      ]);
      const show = (path: string) =>
        String(execFileSync("git", ["--git-dir", join(root, "bare.git"), "show", `main:${path}`]));
      expect([show("changed"), show("linked"), show("kept")]).toEqual(["changed", "kept", "committed"]);
      expect(git("status", "--porcelain")).toBe(before);
    });

    it("contains all files before the first commit", async () => {
      git("init", "--quiet", "--initial-branch=main");
      write("pom.xml", "<project/>");
      await create("Jenkinsfile");
      expect(files()).toEqual(["Jenkinsfile", "pom.xml"]);
    });

    it("copies no file through a link of the last commit", async () => {
      git("init", "--quiet", "--initial-branch=main");
      symlinkSync("../outside", join(root, "application", "ci"));
      git("add", ".");
      git("commit", "--quiet", "--message=first");
      rmSync(join(root, "application", "ci"));
      write("ci/settings", "changed");
      await create("Jenkinsfile");
      expect(files()).toEqual(["Jenkinsfile", "ci/settings"]);
      expect(readFileSync(join(root, "outside", "settings"), "utf8")).toBe("private");
    });
  });
});
