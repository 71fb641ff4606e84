import type { BuildRequest, BuildResult, Controller, JobConfig, JobInfo, Rule } from "../rehearse/index.ts";
import type { JenkinsService, JenkinsStage } from "../targets/jenkins/jenkins-model.ts";
import { jobsOf } from "../targets/jenkins/jobs-model.ts";
import { COPY_RECORD } from "./dry.ts";
import type { RehearsalRequest } from "./request.ts";

/** The user who starts jobs by hand in a rehearsal. */
const USER = "rehearsal";

/** The stages from the first one of a request to its last one, in order. */
export function stagesOf(
  service: JenkinsService,
  { from, until }: Pick<RehearsalRequest, "from" | "until">,
): readonly JenkinsStage[] {
  const needed = until === null ? service.stages : ancestors(service, until);
  if (from === null) return needed;
  const before = ancestors(service, from).filter(({ id }) => id !== from);
  const sameJob = needed.find(({ id }) => id === from)?.job;
  return needed.filter((stage) => !before.includes(stage) || stage.job === sameJob);
}

function ancestors(service: JenkinsService, id: string): readonly JenkinsStage[] {
  const wanted = new Set([id]);
  for (const stage of [...service.stages].reverse())
    if (wanted.has(stage.id)) for (const need of stage.needs) wanted.add(need);
  return service.stages.filter((stage) => wanted.has(stage.id));
}

/** Rules that stop the path of promotion behind the last stage of a request. */
export function stopRules(service: JenkinsService, stages: readonly JenkinsStage[]): readonly Rule[] {
  const jobs = new Set(stages.map(({ job }) => job));
  const others = jobsOf(service).filter(({ path }) => !jobs.has(path));
  return others.map(({ path }) => ({ id: "stop", step: "build", arguments: { job: path }, value: null }));
}

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

/**
 * Runs the jobs of the stages as their users would: first the source stage or the producers of the record, then each job that no
 * other job has started. Stops at the first failure.
 */
export async function drive(
  controller: Controller,
  service: JenkinsService,
  stages: readonly JenkinsStage[],
  request: RehearsalRequest,
): Promise<readonly BuildResult[]> {
  if (request.from !== null && request.record !== null) await runProducers(controller, service, request);
  const jobs = [...new Set(stages.map(({ job }) => job))];
  for (const path of jobs) {
    if (await isStarted(controller, path)) continue;
    await start(controller, service, path, request);
    await controller.idle();
    if (await hasFailed(controller)) return results(controller);
  }
  for (const id of request.again) {
    const stage = service.stages.find((it) => it.id === id);
    if (stage === undefined) continue;
    await start(controller, service, stage.job, request);
    await controller.idle();
  }
  return results(controller);
}

async function runProducers(controller: Controller, service: JenkinsService, request: RehearsalRequest): Promise<void> {
  const jobs = await controller.jobs();
  for (const { path } of recordJobs(service, request, jobs)) {
    const multibranch = jobs.find((job) => job.path === path)?.multibranch;
    await controller.build({ job: path, user: USER, ...(multibranch ? branchOf(service, request) : {}) });
  }
}

async function start(
  controller: Controller,
  service: JenkinsService,
  path: string,
  request: RehearsalRequest,
): Promise<void> {
  const jobs = await controller.jobs();
  const job = jobs.find((it) => it.path === path);
  const upstream = await upstreamParameters(controller, service, job, request);
  const isFirst = Object.keys(upstream).length === 0;
  const own = isFirst ? firstParameters(service, job, request) : {};
  await controller.startBuild({
    job: path,
    user: USER,
    ...(job?.multibranch ? branchOf(service, request) : {}),
    parameters: { ...own, ...upstream, ...(isFirst || request.from !== null ? request.parameters : {}) },
  });
}

function branchOf(service: JenkinsService, { branch, tag, pullRequest }: RehearsalRequest): Partial<BuildRequest> {
  if (tag !== null) return { tag };
  const name = branch ?? service.branch;
  return pullRequest === null
    ? { branch: name }
    : { branch: name, changeId: pullRequest, changeTarget: service.branch };
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
