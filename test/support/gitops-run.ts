import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { GitOps } from "../../generator/model/platform.ts";
import { handoffScripts } from "./handoff-scripts.ts";
import { kustomizePath } from "./kustomize.ts";
import { makeTemporary } from "./lab/temporary.ts";
import { environment, gitopsOf, model } from "./model.ts";

/** A GitOps repository in a folder, and the script that commits a release to it. */
export interface GitOpsRun {
  readonly home: string;
  /** The bare repository. */
  readonly repository: string;
  /** Replaces the content of the repository: texts by path. */
  fill(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs the commit script of a layout. Returns its failure message (empty if it succeeded) and its output. */
  commit(layout: GitOps["layout"], variables?: Readonly<Record<string, string>>): Promise<Committed>;
  /** The text of a file on a branch. */
  read(path: string, branch?: string): Promise<string>;
  /** Writes the tree of a branch to a new folder. */
  checkOut(branch?: string): Promise<string>;
  git(...given: string[]): Promise<string>;
}

/** What a run of the commit script printed. */
export interface Committed {
  readonly failure: string;
  readonly output: string;
}

const identity = ["-c", "user.name=A", "-c", "user.email=a@acme.internal"];

/** The folder of the service in the repository. */
export const folder = "apps/shop/overlays/prod";
/** The repository of the image that the runs deploy. */
export const repositoryOfImage = "harbor.acme.internal/shop/shop";
/** The digest that the runs deploy. */
export const newDigest = `sha256:${"b".repeat(64)}`;

/** Prepares a run in a new folder. */
export async function prepareGitOps(): Promise<GitOpsRun> {
  const home = await makeTemporary("gitops");
  const repository = join(home, "ops.git");
  const git = async (...given: string[]) => (await execa("git", [...identity, ...given], { cwd: repository })).stdout;
  await mkdir(join(home, "workspace/app"), { recursive: true });
  let trees = 0;
  const checkOut = async (branch = "main") => {
    const tree = join(home, `tree-${trees++}`);
    await execa("git", ["clone", "-q", "--branch", branch, repository, tree]);
    return tree;
  };
  return {
    ...{ home, repository, git, checkOut },
    fill: (files) => fill(home, repository, files),
    commit: async (layout, variables = {}) => commit(home, repository, layout, variables),
    read: async (path, branch = "main") => await git("show", `${branch}:${path}`),
  };
}

async function fill(home: string, repository: string, files: Readonly<Record<string, string>>): Promise<void> {
  const clone = join(home, "clone");
  await execa("rm", ["-rf", repository, clone]);
  await execa("git", ["init", "-q", "--bare", "-b", "main", repository]);
  await execa("git", ["clone", "-q", repository, clone]);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), text);
  }
  await execa("git", ["add", "."], { cwd: clone });
  await execa("git", [...identity, "commit", "-q", "-m", "Beginning"], { cwd: clone });
  await execa("git", ["push", "-q", "origin", "HEAD:main"], { cwd: clone });
}

async function commit(
  home: string,
  repository: string,
  layout: GitOps["layout"],
  variables: Readonly<Record<string, string>>,
): Promise<Committed> {
  const environments = [environment("prod", { gitops: gitopsOf("prod", { layout }) }), environment("dev")];
  const script = handoffScripts(model({ environments })).get(`argocd/commit-${layout}.sh`) ?? "exit 99";
  const state = join(home, "temporary/deploy");
  await mkdir(dirname(state), { recursive: true });
  const { exitCode, all } = await execa("sh", ["-ec", script], {
    ...{ cwd: join(home, "workspace"), reject: false, all: true },
    env: {
      PATH: `${await kustomizePath()}:${process.env.PATH}`,
      // Scripts with credentials ignore programs below the home folder.
      HOME: home,
      ...{ STATE: state, GITOPS_URL: repository, GITOPS_BRANCH: "main", FOLDER: folder, SERVICE: "shop" },
      ...{ OWNER: "release", ENVIRONMENT: "prod", VERSION: "1.0.2", COMMIT: "1".repeat(40), IMAGE_COUNT: "1" },
      ...{ SOURCE_BUILD: "/shop/shop-build#7", IMAGE_BUILD: "/platform/shop-image#7" },
      ...{ RELEASE_BUILD: "/release/shop-prod#1", IMAGE_0: `${repositoryOfImage}:1.0.2@${newDigest}` },
      ...variables,
    },
  });
  const failure = exitCode === 0 ? "" : await readFile(join(state, "failure"), "utf8").catch(() => "no message");
  return { failure: failure.trim(), output: all };
}
