import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    await createRepository(bare, { git: bare, branch: "main", folder, files: { [path]: "node {}" }, logins: [] });
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
});
