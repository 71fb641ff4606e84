import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { toolFolder } from "../slow-tools.ts";
import type { RunOptions } from "./workflow.ts";

/** What a run with act made. */
export interface ActResult {
  readonly exitCode: number | undefined;
  /** The result of each job that ran, by its names in the caller and in the called workflow: `image/work`. */
  readonly jobs: Readonly<Record<string, string>>;
  /** What the steps printed. */
  readonly log: string;
  /** The folder with the uploaded artifacts, each in a folder with its name. */
  readonly artifacts: string;
}

/**
 * Runs a workflow of an application with act, a program that runs workflows without GitHub; here without containers. act reads the workflows
 * and the actions, evaluates the expressions and starts the programs. No package registry has the actions of GitHub itself: small actions
 * with the same inputs replace them (`actions/`). act has no environments, so each job gets all secrets, and no identity
 * for signatures, so an attestation proves only the content of a file.
 */
export async function runWithAct(options: RunOptions): Promise<ActResult> {
  const { home, repository, event, workflow } = options;
  const [application, artifacts] = [join(home, "application"), join(home, "artifacts")];
  await execa("git", ["clone", "--quiet", options.clone, application]);
  await execa("git", ["-C", application, "checkout", "--quiet", options.sha]);
  await execa("git", ["-C", application, "remote", "set-url", "origin", `https://github.com/${repository}.git`]);
  const secrets: Record<string, string> = Object.assign({}, ...Object.values(options.environments));
  const variables: Record<string, string> = {
    ...options.machine,
    PATH: `${await writeGh(home)}:${options.machine.PATH}`,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_NUMBER: String(options.number),
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/${basename(workflow)}@${options.ref}`,
    STAND_IN_CLONE: options.clone,
    STAND_IN_ARTIFACTS: artifacts,
    STAND_IN_ATTESTATIONS: join(home, "attestations"),
  };
  const words = [
    ...[event, "--json", "--workflows", workflow, "--actor", "tim"],
    // Jobs at the same time share data in act 0.2.89 without a lock; one run of eight ended early.
    ...["--concurrent-jobs=1", "--no-skip-checkout", "--no-cache-server", "--use-new-action-cache"],
    ...(await settingsFor(options)),
    ...Object.entries(variables).map(([name, value]) => `--env=${name}=${value}`),
    // act reads their values from its own environment.
    ...Object.keys(secrets).map((name) => `--secret=${name}`),
  ];
  const { exitCode, stdout, stderr } = await execa(join(await toolFolder("act"), "act"), words, {
    cwd: application,
    env: { ...secrets, HOME: home, PATH: variables.PATH },
    extendEnv: false,
    reject: false,
  });
  return { exitCode, artifacts, jobs: jobsIn(stdout), log: `${stdout}\n${stderr}` };
}

function jobsIn(output: string): ActResult["jobs"] {
  const lines = output.split("\n").filter((line) => line.includes('"jobResult"'));
  const results = lines.map((line) => {
    const { job, jobID, jobResult } = JSON.parse(line) as Record<"job" | "jobID" | "jobResult", string>;
    // A job of a called workflow is `CALLER/WORKFLOW/NAME`, one of the workflow itself `WORKFLOW/NAME`.
    const [caller, ...called] = job.split("/");
    return [called.length > 1 ? `${caller}/${jobID}` : jobID, jobResult] as const;
  });
  return Object.fromEntries(results);
}

/** This machine is a runner with each label; each action that the workflows name is a folder on it. */
async function settingsFor({ workflow, repositories }: RunOptions): Promise<readonly string[]> {
  const texts = [await readFile(workflow, "utf8")];
  for (const folder of Object.values(repositories)) {
    const paths = await readdir(join(folder, ".github"), { recursive: true });
    for (const path of paths.filter((it) => it.endsWith(".yml")))
      texts.push(await readFile(join(folder, ".github", path), "utf8"));
  }
  const matches = (pattern: RegExp) => [
    ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, it = ""]) => it))),
  ];
  const labels = matches(/runs-on: \[?([^\]\n]+)/g).flatMap((it) => it.split(", "));
  const actions = matches(/uses: (\S+@\S+)/g).map((it) => it.replace(/^([^/]+\/[^/@]+)[^@]*/, "$1"));
  const folderOf = (slug: string) => repositories[slug] ?? join(import.meta.dirname, slug);
  return [
    ...labels.map((label) => `--platform=${label}=-self-hosted`),
    ...[...new Set(actions)].map((it) => `--local-repository=${it}=${folderOf(it.slice(0, it.indexOf("@")))}`),
  ];
}

/** A `gh` that verifies attestations of this run, in a folder for `PATH`. */
async function writeGh(home: string): Promise<string> {
  const bin = join(home, "bin");
  await mkdir(bin, { recursive: true });
  const program = `#!/bin/sh
# gh attestation verify FILE …
[ "$1 $2" = "attestation verify" ] || exit 2
[ -e "$STAND_IN_ATTESTATIONS/$(sha256sum < "$3" | cut -d ' ' -f 1)" ] || { echo "no attestation for $3" >&2; exit 1; }
`;
  await writeFile(join(bin, "gh"), program);
  await chmod(join(bin, "gh"), 0o755);
  return bin;
}
