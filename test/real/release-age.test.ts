import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";

const script = handoffScripts(model()).get("argocd/commit-kustomize.sh") ?? "";
// A folder may have any name; as a git pattern, this one would match others, too.
const overlay = 'apps/it\'s a "shop" $(touch canary) `touch canary` [a-z]* #é {{x}}/overlays/prod';
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** The fields of a release record that decide its age. */
interface Release {
  readonly commit: string;
  readonly source?: string;
  readonly image?: string;
  readonly digest: string;
  readonly rollback?: string;
}

describeWith(["git", "go"], "the hand-off's guard against older releases", () => {
  let home: string;
  let commits: Record<"first" | "second" | "side" | "gone", string>;
  const identity = ["-c", "user.name=A", "-c", "user.email=a@acme.internal"];
  const git = async (directory: string, ...given: string[]) =>
    (await execa("git", [...identity, ...given], { cwd: join(home, directory) })).stdout;
  const commitIn = async (directory: string, subject: string) => {
    await git(directory, "commit", "-q", "--allow-empty", "-m", subject);
    return await git(directory, "rev-parse", "HEAD");
  };

  beforeAll(async () => {
    home = await makeTemporary("age");
    await mkdir(join(home, "workspace"));
    await git(".", "init", "-q", "-b", "main", "workspace/app");
    const app = "workspace/app";
    const first = await commitIn(app, "first");
    const second = await commitIn(app, "second");
    await git(app, "checkout", "-q", "-b", "side", first);
    const side = await commitIn(app, "side");
    await git(app, "checkout", "-q", "main");
    commits = { first, second, side, gone: "0123456789".repeat(4) };
  });
  beforeEach(async () => {
    await execa("rm", ["-rf", join(home, "ops.git"), join(home, "clone")]);
    await git(".", "init", "-q", "--bare", "-b", "main", "ops.git");
    await git(".", "clone", "-q", "ops.git", "clone");
    await mkdir(join(home, "clone", overlay), { recursive: true });
    await writeFile(join(home, "clone", overlay, "kustomization.yaml"), "resources: [pod.yaml]\n");
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec: { containers: [{ image: registry/shop }] }\n";
    await writeFile(join(home, "clone", overlay, "pod.yaml"), pod);
    await git("clone", "add", ".");
    await git("clone", "commit", "-q", "-m", "overlay");
    await git("clone", "push", "-q", "origin", "HEAD:main");
  });
  afterAll(async () => {
    const { stdout } = await execa("find", [home, "-name", "canary"]);
    expect(stdout).toBe("");
    await removeTemporary(home);
  });

  /** Runs the script like a deploy job. Returns its failure message (empty if it succeeded) and its output. */
  async function handOff(release: Release): Promise<{ failure: string; output: string }> {
    const temporary = join(home, "temporary");
    const state = join(temporary, "deploy");
    await mkdir(temporary, { recursive: true });
    const { exitCode, all } = await execa("sh", ["-xec", script], {
      cwd: join(home, "workspace"),
      reject: false,
      all: true,
      env: {
        PATH: `${await kustomizePath()}:${process.env.PATH}`,
        // Scripts with credentials ignore programs below the home folder.
        HOME: home,
        WORKSPACE_TMP: temporary,
        STATE: state,
        GITOPS_URL: join(home, "ops.git"),
        GITOPS_BRANCH: "main",
        FOLDER: overlay,
        SERVICE: "shop",
        OWNER: "release",
        ENVIRONMENT: "prod",
        VERSION: "1.0",
        COMMIT: release.commit,
        SOURCE_BUILD: release.source ?? "/shop/shop-build#7",
        IMAGE_BUILD: release.image ?? "/platform/shop-image#7",
        RELEASE_BUILD: "/release/shop-prod#1",
        ROLLBACK: release.rollback ?? "",
        IMAGE_COUNT: "1",
        IMAGE_0: `registry/shop:1.0@${release.digest}`,
      },
    });
    const failure = exitCode === 0 ? "" : await readFile(join(state, "failure"), "utf8");
    return { failure, output: all };
  }

  const deployed = async () => {
    const text = await git("ops.git", "show", `main:${overlay}/kustomization.yaml`);
    return /digest: (\S+)/.exec(text)?.[1];
  };
  const message = () => git("ops.git", "log", "-1", "--format=%B", "main");

  it("accepts a newer commit, and records it in trailers", async () => {
    expect((await handOff({ commit: commits.first, digest: digest("a") })).failure).toBe("");
    expect((await handOff({ commit: commits.second, digest: digest("b") })).failure).toBe("");
    expect(await deployed()).toBe(digest("b"));
    expect(await message()).toContain(`\nCommit: ${commits.second}\n`);
    expect(await message()).toContain("\nSource-Build: /shop/shop-build#7\nImage-Build: /platform/shop-image#7\n");
  });

  it("rejects an older commit, even if its source was built later", async () => {
    await handOff({ commit: commits.second, source: "/shop/shop-build#7", digest: digest("b") });
    const { failure } = await handOff({ commit: commits.first, source: "/shop/shop-build#9", digest: digest("a") });
    expect(failure).toContain(`prod already has commit ${commits.second}; ${commits.first} is older.`);
    expect(await deployed()).toBe(digest("b"));
  });

  it("finds the deployed release before a manual commit", async () => {
    await handOff({ commit: commits.second, digest: digest("b") });
    await git("clone", "pull", "-q");
    await writeFile(join(home, "clone", overlay, "note.yaml"), "a: 1\n");
    await git("clone", "add", ".");
    await git("clone", "commit", "-q", "-m", "by hand");
    await git("clone", "push", "-q", "origin", "HEAD:main");
    expect((await handOff({ commit: commits.first, digest: digest("a") })).failure).not.toBe("");
    expect(await deployed()).toBe(digest("b"));
  });

  it.each([
    ["source build", { source: "/shop/shop-build#9" }, { source: "/shop/shop-build#10" }],
    ["image build", { image: "/platform/shop-image#9" }, { image: "/platform/shop-image#10" }],
  ])("for the same commit, rejects the older %s", async (_, older, newer) => {
    const commit = commits.second;
    expect((await handOff({ commit, ...older, digest: digest("a") })).failure).toBe("");
    expect((await handOff({ commit, ...newer, digest: digest("b") })).failure).toBe("");
    expect((await handOff({ commit, ...older, digest: digest("a") })).failure).toContain("#9 is older.");
    expect(await deployed()).toBe(digest("b"));
  });

  it("does not compare build numbers of different jobs", async () => {
    const commit = commits.second;
    await handOff({ commit, source: "/shop/shop-build/main#10", digest: digest("a") });
    expect((await handOff({ commit, source: "/shop/shop-build/release#2", digest: digest("b") })).failure).toBe("");
    expect(await deployed()).toBe(digest("b"));
  });

  it("accepts commits of other branches or of no branch, and reports this", async () => {
    await handOff({ commit: commits.second, digest: digest("b") });
    const other = await handOff({ commit: commits.side, digest: digest("c") });
    expect(other).toMatchObject({ failure: "", output: expect.stringContaining("neither release is older") });
    await handOff({ commit: commits.gone, digest: digest("d") });
    const known = await handOff({ commit: commits.first, digest: digest("a") });
    expect(known).toMatchObject({ failure: "", output: expect.stringContaining("its age is unknown") });
    expect(await deployed()).toBe(digest("a"));
  });

  it("rolls back with a reason, which is recorded in the history, and can deploy newer releases again", async () => {
    await handOff({ commit: commits.first, digest: digest("a") });
    await handOff({ commit: commits.second, digest: digest("b") });
    const back = await handOff({ commit: commits.first, digest: digest("a"), rollback: "orders fail" });
    expect(back.failure).toBe("");
    expect(await deployed()).toBe(digest("a"));
    expect(await message()).toMatch(/\nRollback: orders fail\n?$/);
    expect((await handOff({ commit: commits.second, digest: digest("b") })).failure).toBe("");
    expect(await deployed()).toBe(digest("b"));
  });

  it("checks again if another run pushed between its clone and its push", async () => {
    const before = await git("ops.git", "rev-parse", "main");
    await handOff({ commit: commits.second, digest: digest("b") });
    await git("ops.git", "branch", "overtaking", "main");
    await git("ops.git", "update-ref", "refs/heads/main", before);
    const hook =
      "#!/bin/sh\nrm hooks/pre-receive\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main overtaking\n";
    await writeFile(join(home, "ops.git/hooks/pre-receive"), hook, { mode: 0o755 });
    const { failure } = await handOff({ commit: commits.first, digest: digest("a") });
    expect(failure).toContain(`prod already has commit ${commits.second}; ${commits.first} is older.`);
    expect(await deployed()).toBe(digest("b"));
  });
});
