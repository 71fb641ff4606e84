import type { BuildResult, Controller, JobInfo } from "../../../generator/rehearse/index.ts";

/** The parameters that set the release of a job; one for each stage if the job needs several. */
const upstreamBuild = /^UPSTREAM_BUILD(_|$)/;
const upstreamBranch = "UPSTREAM_BRANCH";

/**
 * Runs every job once, like users would: first the jobs that need no release, then those that no job started and whose
 * producers have run. Returns all builds by job. A build that does not succeed is an error.
 */
export async function walk(controller: Controller): Promise<readonly BuildResult[]> {
  for (let round = 0; ; round += 1) {
    const started = await controller.builds();
    const jobs = await controller.jobs();
    const isRun = ({ path }: JobInfo) => started.some(({ job }) => job === path || job.startsWith(`${path}/`));
    const waiting = jobs.filter((job) => !isRun(job));
    if (waiting.length === 0) break;
    const ready = waiting.filter((job) =>
      takes(job) ? round > 0 && producersOf(job, jobs).every(isRun) : round === 0,
    );
    if (ready.length === 0) throw new Error(`Nothing leads to ${waiting.map(({ path }) => path).join(", ")}.`);
    for (const job of ready) await controller.startBuild({ job: job.path, user: "ann", ...request(job) });
    await controller.idle();
    await expectGreen(controller);
  }
  const results = await Promise.all((await controller.builds()).map((id) => controller.result(id)));
  return results.sort((one, two) => (one.job < two.job ? -1 : 1));
}

function takes({ parameters }: JobInfo): boolean {
  return (parameters ?? []).some(({ name }) => upstreamBuild.test(name));
}

/** The other jobs from which this job may copy artifacts. */
function producersOf({ path }: JobInfo, jobs: readonly JobInfo[]): readonly JobInfo[] {
  const others = jobs.filter((it) => it.path !== path);
  return others.filter((it) => (it.copyArtifactPermission ?? []).flatMap((list) => list.split(",")).includes(path));
}

function request(job: JobInfo) {
  if (job.multibranch) return { branch: "main" };
  const given = (job.parameters ?? []).flatMap(({ name }) => {
    if (upstreamBuild.test(name)) return [[name, "1"]];
    return name === upstreamBranch ? [[name, "main"]] : [];
  });
  return { parameters: Object.fromEntries(given) };
}

async function expectGreen(controller: Controller): Promise<void> {
  for (const id of await controller.builds()) {
    const { job, number, result, log } = await controller.result(id);
    if (result !== "SUCCESS") throw new Error(`${job} #${number} is ${result}:\n${log}`);
  }
}
