import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import { sparseLines } from "../../generator/targets/jenkins/sparse-lines.ts";
import { readInput } from "../support/generated-files.ts";
import { makeTemporary, removeTemporary } from "../support/lab/temporary.ts";
import { describeWith } from "../support/requires.ts";
import { useRunner } from "./support.ts";

/** The generated class, as a part of the pipeline's script. */
function checkoutClass(): string {
  const { files } = compile(readInput("test/golden/pods/spec"));
  const file = files?.find(({ path }) => path.endsWith("/Checkout.groovy"));
  return (file?.content ?? "").replace(/^package .*$/m, "");
}

/** The lines of a Jenkinsfile for two folders, as a list of Groovy. */
function linesOf(lfs: boolean): string {
  const checkout = { submodules: false, lfs, depth: null, clean: true, sparse: ["shop", "libraries/common"] };
  return `[${sparseLines(checkout).map((it) => `'${it.replaceAll("'", "\\'")}'`)}]`;
}

describeWith(["java", "mvn", "git-lfs"], "the checkout of an application", () => {
  const { run } = useRunner();
  let home: string;
  beforeAll(async () => {
    home = await makeTemporary("checkout");
    for (const name of ["library", "app"]) {
      mkdirSync(join(home, name));
      git(name, "init", "-q", "-b", "main");
    }
    commit("library", "library.txt", "of the submodule");
    git("app", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", join(home, "library"), "library");
    git("app", "lfs", "install", "--local");
    git("app", "lfs", "track", "*.bin");
    for (const folder of ["shop", "shop/deep", "libraries/common", "libraries/other"])
      mkdirSync(join(home, "app", folder), { recursive: true });
    for (const folder of ["shop", "shop/deep", "libraries", "libraries/common", "libraries/other"]) {
      writeFileSync(join(home, "app", folder, "file.txt"), "");
      writeFileSync(join(home, "app", folder, "part.bin"), `large file of ${folder}\n`);
    }
    commit("app", "large.bin", "large file\n");
    commit("app", "newest.txt", "");
  });
  afterAll(() => removeTemporary(home));

  function git(name: string, ...words: string[]): string {
    const author = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
    return execFileSync("git", [...author, ...words], { cwd: join(home, name), encoding: "utf8" }).trim();
  }

  function commit(name: string, path: string, text: string): void {
    writeFileSync(join(home, name, path), text);
    git(name, "add", ".");
    git(name, "commit", "-qm", path);
  }

  async function files(given: string, depth = 0): Promise<string> {
    const values = `[git: 'file://${home}/app', credentials: null, ${given}]`;
    const script = [
      // A system can download large files in every checkout. Jenkins does so only with the setting.
      "withEnv(['GIT_ALLOW_PROTOCOL=file', 'GIT_LFS_SKIP_SMUDGE=1']) { node { dir('app') {",
      `checkout(poll: false, changelog: false, scm: Checkout.of(this, ${values}, 'main', ${depth}))`,
      "sh 'ls library; head -n 1 large.bin; git rev-list --count HEAD'",
      "} } }",
    ];
    const { log, error } = await run(`${checkoutClass()}\n${script.join("\n")}`);
    expect(error ?? "").toBe("");
    return log;
  }

  /** The paths of text files in two checkouts in the same folder, one after the other. */
  async function twoCheckouts(one: string, other: string): Promise<string[][]> {
    const script = [one, other].flatMap((given, index) => [
      `checkout(poll: false, changelog: false, scm: Checkout.of(this, [git: 'file://${home}/app', credentials: null, ${given}], 'main', 0))`,
      `echo 'checkout ' + ${index}`,
      'sh \'find . -path ./.git -prune -o -name "*.txt" -printf "%P\\\\n" | sort; grep -rl --include=*.bin "^large" . | sort\'',
    ]);
    const { log, error } = await run(
      `${checkoutClass()}\nwithEnv(['GIT_ALLOW_PROTOCOL=file', 'GIT_LFS_SKIP_SMUDGE=1']) { node { dir('twice') {\n${script.join("\n")}\n} } }`,
    );
    expect(error ?? "").toBe("");
    return log
      .split(/checkout \d\n/)
      .slice(1)
      .map((part) => part.split("\n").filter((it) => /^(\.\/)?[\w/]+\.(txt|bin)$/.test(it)));
  }

  it("has neither submodules nor large files without the settings", async () => {
    const log = await files("submodules: false, lfs: false");
    expect(log).toContain("version https://git-lfs.github.com/spec/v1");
    expect(log).not.toContain("library.txt");
    expect(log).toContain("\n2\n");
  });

  it("has both with them, and a shallow history", async () => {
    const log = await files("submodules: true, lfs: true", 1);
    expect(log).toContain("library.txt");
    expect(log).toContain("large file");
    expect(log).toContain("\n1\n");
  });

  it("has the folders of a sparse checkout, the files next to them, and later all files again", async () => {
    const sparse = linesOf(false);
    const [some, all] = await twoCheckouts(`submodules: true, sparse: ${sparse}`, "submodules: false");
    const common = ["libraries/common/file.txt", "libraries/file.txt"];
    expect(some).toEqual([...common, "library/library.txt", "newest.txt", "shop/deep/file.txt", "shop/file.txt"]);
    expect(all).toContain("libraries/other/file.txt");
  });

  it("has the large files of a sparse checkout", async () => {
    const [some] = await twoCheckouts(`lfs: true, sparse: ${linesOf(true)}`, "submodules: false");
    const paths = [
      "large.bin",
      "libraries/common/part.bin",
      "libraries/part.bin",
      "shop/deep/part.bin",
      "shop/part.bin",
    ];
    expect(some).toEqual(expect.arrayContaining(paths.map((path) => `./${path}`)));
  });
});
