import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { evaluate, fillText, holds } from "./expressions.ts";
import { runSteps } from "./steps.ts";
import { FIRST_ID, type Job, type RunOptions, type RunResult, type StepResult, type Workflow } from "./workflow.ts";

export type { RunOptions, RunResult } from "./workflow.ts";

/** The result and the outputs of a job, as other jobs read them. */
interface Done {
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs a workflow on this machine. It is a stand-in for GitHub, not GitHub: it runs the steps in the order of the needs, evaluates
 * the expressions, passes secrets only to jobs with their environment, and replaces GitHub's own actions (checkout, artifacts,
 * attestations) by programs that do the same with folders. It gives a job without `id-token: write`
 * no OIDC token, checks no other permission, and asks no reviewer.
 */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
  const artifacts = join(options.home, "artifacts", String(options.number));
  await mkdir(artifacts, { recursive: true });
  const workflow = await readWorkflow(options.workflow);
  await listRun(options);
  const jobs: Record<string, Done["result"]> = {};
  const steps: StepResult[] = [];
  const needs: Record<string, Done> = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    needs[id] = await runOne(id, job);
  }
  return { result: Object.values(jobs).includes("failure") ? "failure" : "success", jobs, steps, artifacts };

  async function runOne(id: string, job: Job): Promise<Done> {
    if (!starts(job, needs, options)) return skipped(id);
    if (job.uses === undefined) return runJob(id, job, true);
    const called = await readWorkflow(pathOf(job.uses, options.repositories));
    const inner: Record<string, Done> = {};
    for (const [name, one] of Object.entries(called.jobs)) {
      const path = `${id}/${name}`;
      const runs = starts(one, inner, options);
      inner[name] = runs ? await runJob(path, one, job.secrets === "inherit") : skipped(path);
    }
    const failed = Object.values(inner).some(({ result }) => result === "failure");
    return { result: failed ? "failure" : "success", outputs: {} };
  }

  function skipped(id: string): Done {
    jobs[id] = "skipped";
    return { result: "skipped", outputs: {} };
  }

  async function runJob(id: string, job: Job, inherits: boolean): Promise<Done> {
    const secrets = inherits && job.environment !== undefined ? (options.environments[job.environment] ?? {}) : {};
    const folder = join(options.home, "jobs", String(options.number), id.replaceAll("/", "-"));
    const mayAsk = job.permissions?.["id-token"] === "write";
    const place = { ...options, folder, artifacts, job: id, signer: signerOf(id, workflow), mayAsk };
    const done = await runSteps(job, place, { github: githubOf(options), secrets, needs });
    steps.push(...done.steps);
    jobs[id] = done.failed ? "failure" : "success";
    const outputs = Object.entries(job.outputs ?? {}).map(([name, text]) => [name, fillText(text, done.contexts)]);
    return { result: jobs[id], outputs: Object.fromEntries(outputs) };
  }
}

/** Adds the run to those that GitHub lists, for `gh api`. */
async function listRun({ home, workflow, sha, event, repository, number }: RunOptions): Promise<void> {
  const path = join(home, "runs", `${basename(workflow)}.json`);
  const run = {
    id: FIRST_ID + number,
    run_number: number,
    head_sha: sha,
    event,
    head_repository: { full_name: repository },
  };
  const before = await readFile(path, "utf8").then(JSON.parse, () => ({ workflow_runs: [] }));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ workflow_runs: [run, ...before.workflow_runs] }));
}

/** The identity in the certificate of a job's signature: the address of the reusable workflow, with its branch. */
function signerOf(id: string, { jobs }: Workflow): string {
  const uses = jobs[id.split("/")[0] ?? ""]?.uses ?? "";
  return `https://github.com/${uses.replace("@", "@refs/heads/")}`;
}

async function readWorkflow(path: string): Promise<Workflow> {
  return parse(await readFile(path, "utf8")) as Workflow;
}

/** The file of `OWNER/NAME/PATH@REF`. */
export function pathOf(uses: string, repositories: RunOptions["repositories"]): string {
  const [, slug = "", path = ""] = /^([^/]+\/[^/]+)\/([^@]+)@/.exec(uses) ?? [];
  const folder = repositories[slug];
  if (folder === undefined) throw new Error(`the stand-in has no repository for ${uses}`);
  return join(folder, path);
}

/** A job starts if all jobs that it needs succeeded and its condition holds. */
function starts(job: Job, done: Readonly<Record<string, Done>>, options: RunOptions): boolean {
  const needs = typeof job.needs === "string" ? [job.needs] : (job.needs ?? []);
  if (needs.some((id) => done[id]?.result !== "success")) return false;
  return job.if === undefined || holds(job.if, { github: githubOf(options), needs: done });
}

function githubOf({ event, inputs, ref, sha, repository, number, workflow }: RunOptions) {
  return {
    event: inputs === undefined ? {} : { inputs },
    ...{ event_name: event, ref, sha, repository, run_number: number, run_id: FIRST_ID + number },
    ...{ actor: "tim", token: "ghs-token-of-the-run", workflow },
  };
}

export { evaluate };
