import type { BuildRequest, BuildResult, Controller, JobConfig, JobInfo } from "../rehearse/index.ts";
import type { JenkinsService } from "../targets/jenkins/jenkins-model.ts";
import { COPY_RECORD } from "./dry.ts";
import { parametersOf } from "./parameters.ts";
import { ancestors, type Plan } from "./plan.ts";
import { type NotStarted, objectionTo } from "./reach.ts";
import type { RehearsalRequest } from "./request.ts";

/** The user who starts jobs by hand in a rehearsal. */
const USER = "rehearsal";

/** Jobs that stand for the producers of a record: their only build archives the files of a folder. */
export function recordJobs(
  service: JenkinsService,
  request: RehearsalRequest,
  jobs: readonly JobInfo[],
): readonly JobConfig[] {
  const { from, record } = request;
  if (from === null || record === null) return [];
  const first = service.stages.find(({ id }) => id === from);
  const producers = ancestors(service, from).filter(({ job }) => job !== first?.job);
  const paths = [...new Set(producers.map(({ job }) => job))];
  return paths.map((path) => {
    const known = jobs.find((job) => job.path === path);
    const stage = producers.filter(({ job }) => job === path).at(-1)?.id ?? "";
    // The stand-in is build 1 of its job, so the record must name it as its producer.
    const script = `node {
    sh(label: '${COPY_RECORD}', script: 'cp -R "$STAGEWRIGHT_RECORD"/. .')
    def record = readJSON(file: 'release.json', returnPojo: true)
    record.source.build = '1'
    record.producer = [stage: '${stage}', job: '/' + env.JOB_NAME, build: env.BUILD_NUMBER, url: env.BUILD_URL]
    writeJSON(file: 'release.json', json: record)
    archiveArtifacts('**')
}`;
    return {
      path,
      script,
      ...(known?.multibranch ? { multibranch: true } : {}),
      copyArtifactPermission: known?.copyArtifactPermission ?? [],
    };
  });
}

/** The builds of a rehearsal, and the jobs without one. */
export interface Driven {
  readonly builds: readonly BuildResult[];
  readonly notStarted: readonly NotStarted[];
}

/**
 * Runs the jobs of the stages as their users would: first the source stage or the producers of the record, then each job that no
 * other job has started and that the commit reaches. Stops at the first failure.
 */
export async function drive(controller: Controller, plan: Plan, request: RehearsalRequest): Promise<Driven> {
  const { service, stages } = plan;
  const notStarted: NotStarted[] = [];
  const done = async () => ({ builds: await results(controller), notStarted });
  if (request.from !== null && request.record !== null) await runProducers(controller, plan, request);
  for (const path of new Set(stages.map(({ job }) => job))) {
    if (await isFinished(controller, plan, path, request)) continue;
    const reason = objectionTo(service, path, request, await startedJobs(controller, service));
    if (reason !== null) {
      notStarted.push({ job: path, stages: stages.filter(({ job }) => job === path).map(({ id }) => id), reason });
      continue;
    }
    await start(controller, plan, path, request);
    await controller.idle();
    if (await hasFailed(controller)) return done();
  }
  for (const id of request.again) {
    const stage = service.stages.find((it) => it.id === id);
    if (stage === undefined) continue;
    await start(controller, plan, stage.job, request);
    await controller.idle();
  }
  return done();
}

/** Whether no user starts a job: another job did, and no parameters are for this job alone. */
async function isFinished(
  controller: Controller,
  plan: Plan,
  path: string,
  request: RehearsalRequest,
): Promise<boolean> {
  if (!(await isStarted(controller, path))) return false;
  const first = plan.stages[0]?.job;
  return path === first || Object.keys(parametersOf(plan, await controller.jobs(), path, request)).length === 0;
}

async function startedJobs(controller: Controller, { stages }: JenkinsService): Promise<ReadonlySet<string>> {
  const builds = await controller.builds();
  return new Set(stages.map(({ job }) => job).filter((path) => builds.some(({ job }) => isOf(job, path))));
}

async function runProducers(controller: Controller, plan: Plan, request: RehearsalRequest): Promise<void> {
  const jobs = await controller.jobs();
  for (const { path } of recordJobs(plan.service, request, jobs)) {
    const multibranch = jobs.find((job) => job.path === path)?.multibranch;
    await controller.build({ job: path, ...(multibranch ? branchOf(plan, request) : {}) });
  }
}

async function start(controller: Controller, plan: Plan, path: string, request: RehearsalRequest): Promise<void> {
  const { service } = plan;
  const jobs = await controller.jobs();
  const job = jobs.find((it) => it.path === path);
  const upstream = await upstreamParameters(controller, service, job, request);
  const isFirst = Object.keys(upstream).length === 0;
  const own = isFirst ? firstParameters(service, job, request) : {};
  const builds = service.stages.some((stage) => stage.job === path && stage.kind === "source");
  await controller.startBuild({
    job: path,
    ...(request.timer && builds ? {} : { user: USER }),
    ...(job?.multibranch ? branchOf(plan, request) : {}),
    parameters: { ...own, ...upstream, ...parametersOf(plan, jobs, path, request) },
  });
}

function branchOf({ service, checkout }: Plan, { branch, tag, pullRequest }: RehearsalRequest): Partial<BuildRequest> {
  const folder = checkout === null ? {} : { checkout };
  if (tag !== null) return { ...folder, tag };
  const name = branch ?? service.branch;
  return pullRequest === null
    ? { ...folder, branch: name }
    : { ...folder, branch: name, changeId: pullRequest, changeTarget: service.branch };
}

/** A plain job gets the branch or tag as its parameter REVISION. */
function firstParameters(
  service: JenkinsService,
  job: JobInfo | undefined,
  { branch, tag }: RehearsalRequest,
): Record<string, string> {
  const revision = tag ?? branch;
  const known = (job?.parameters ?? []).some(({ name }) => name === "REVISION");
  return revision === null || revision === service.branch || !known ? {} : { REVISION: revision };
}

/** The parameters that select the newest successful builds of the producers. */
async function upstreamParameters(
  controller: Controller,
  service: JenkinsService,
  job: JobInfo | undefined,
  request: RehearsalRequest,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  const stages = service.stages.filter((stage) => stage.job === job?.path);
  const producers = service.stages.filter(({ id }) => stages.some(({ needs }) => needs.includes(id)));
  for (const { name } of job?.parameters ?? []) {
    if (name === "UPSTREAM_BRANCH") values[name] = request.tag ?? request.branch ?? service.branch;
    const id = /^UPSTREAM_BUILD(?:_(.+))?$/.exec(name);
    if (id === null) continue;
    const producer = producers.find(
      (it) => it.job !== job?.path && (id[1] === undefined || toVariable(it.id) === id[1]),
    );
    const number = producer === undefined ? null : await lastSuccess(controller, producer.job);
    if (number !== null) values[name] = String(number);
  }
  return values;
}

function toVariable(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}

async function lastSuccess(controller: Controller, path: string): Promise<number | null> {
  const found = (await results(controller)).filter((it) => isOf(it.job, path) && it.result === "SUCCESS");
  return found.at(-1)?.number ?? null;
}

async function isStarted(controller: Controller, path: string): Promise<boolean> {
  return (await controller.builds()).some(({ job }) => isOf(job, path));
}

/** Whether a build's job is this job, or one of its branches. */
function isOf(job: string, path: string): boolean {
  return job === path || job.startsWith(`${path}/`);
}

async function hasFailed(controller: Controller): Promise<boolean> {
  return (await results(controller)).some(({ result }) => result !== "SUCCESS" && result !== "UNSTABLE");
}

async function results(controller: Controller): Promise<readonly BuildResult[]> {
  return Promise.all((await controller.builds()).map((id) => controller.result(id)));
}
