import type { PlatformModel } from "../../model/model.ts";
import { scheduleOf } from "../../model/stages.ts";
import { groupBy } from "../model-lookup.ts";
import type { ServiceContext } from "../service-context.ts";
import type { PlannedFile } from "../target.ts";
import { type BranchSource, branchSource } from "./branch-source.ts";
import { viewFolder } from "./folders.ts";
import type { JenkinsService } from "./jenkins-model.ts";
import { homeOf } from "./jenkinsfile-home.ts";
import { consumersOf, foldersOf, type Job, jobsOf, stageOf } from "./jobs-model.ts";
import { viewParameter } from "./parameters.ts";
import { previousPaths, previousPattern } from "./renames.ts";

/** Plans the Job DSL of a service: one file for each team. It alone configures the plain jobs. */
export function* planJobs(context: ServiceContext, service: JenkinsService): Iterable<PlannedFile> {
  for (const [owner, jobs] of groupBy(jobsOf(service), (job) => job.owner))
    yield planFile(context, service, owner, jobs);
}

function planFile(context: ServiceContext, service: JenkinsService, owner: string, jobs: readonly Job[]): PlannedFile {
  return {
    path: `jenkins/jobs/${owner}/${service.name}.groovy`,
    template: "jenkins/jobs/service.groovy.hbs",
    // Job definitions can use every folder, so the site's team reviews them and their hashes, for all teams.
    shard: "jobs",
    view: {
      service: service.name,
      owner,
      specFile: service.specFile,
      folders: [...new Set(jobs.flatMap(foldersOf))].map((path) => viewFolder(context, path)),
      views: viewViews(service, jobs),
      jobs: jobs.map((job) => viewJob(context, job)),
    },
  };
}

/** A view of the service's jobs in each folder that contains some of them. */
function viewViews(service: JenkinsService, jobs: readonly Job[]) {
  const folders = [...new Set(jobs.map((job) => foldersOf(job).at(-1) ?? ""))].filter((folder) => folder !== "");
  return folders.map((folder) => ({
    path: `${folder}/${service.name}`,
    jobs: jobs
      .filter((job) => foldersOf(job).at(-1) === folder)
      .map((job) => job.path.slice(job.path.lastIndexOf("/") + 1)),
  }));
}

function viewJob(model: PlatformModel, job: Job) {
  const { service, stages } = job;
  const ids = stages.map((stage) => stage.id).join(", ");
  const begins = stages.some((stage) => stage.kind === "source");
  const source = branchSource(model, service);
  const description = `Service ${service.name}, ${stages.length > 1 ? "stages" : "stage"} ${ids}. Owner: ${job.owner}.`;
  return {
    name: job.path.slice(1),
    multibranch: job.kind === "multibranch",
    before: previousPaths(job).join(", "),
    previousNames: previousPattern(job),
    description: `${description} Generated from ${service.specFile}.`,
    keep: model.site.keep,
    parameters: viewParameters(job, begins),
    consumers: consumersOf(job).join(","),
    durable: stages.some((stage) => stage.kind === "deploy"),
    stashes: stages.length > 1,
    triggers: begins ? viewTriggers(service) : null,
    home: homeOf(model, job),
    application: { ...source, ...viewTraits(source) },
    interval: service.triggers.poll === null ? "1d" : scanInterval(service.triggers.poll),
  };
}

/** Names in Job DSL: each plugin has its own spelling. */
const PREFIXES: Readonly<Record<BranchSource["kind"], string>> = {
  git: "git",
  github: "gitHub",
  gitlab: "gitLab",
  gitea: "gitea",
  bitbucket: "bitbucket",
};

function viewTraits({ kind, comment, label }: BranchSource) {
  const prefix = PREFIXES[kind];
  return {
    prefix,
    origin: `${prefix}${kind === "gitlab" ? "Origin" : "PullRequest"}`,
    ssh: kind === "gitea" ? "SSH" : "Ssh",
    // Properties of the branches; GitLab has a trait instead.
    branchTriggers: kind === "github" && (comment ?? label) !== null,
  };
}

/** A scan supports intervals only: the minutes of `H/15 * * * *`, an hour, a day. */
function scanInterval(poll: string): string {
  const minutes = /^(?:H|\*)\/(\d{1,2}) /.exec(poll)?.[1];
  if (minutes !== undefined) return `${minutes}m`;
  return poll.startsWith("H *") ? "1h" : "1d";
}

/** A webhook of the git host activates the poll trigger, whose schedule may be empty. */
function viewTriggers(service: JenkinsService) {
  const { triggers } = service;
  const poll = triggers.poll ?? (triggers.webhook ? "" : null);
  const cron = triggers.cron ?? scheduleOf(service);
  if (poll === null && cron === null) return null;
  return { poll, polls: poll !== null, ignorePostCommitHooks: !triggers.webhook, cron };
}

function viewParameters(job: Job, begins: boolean) {
  const own = begins ? job.service.parameters.map(viewParameter) : [];
  return [...productParameters(job, begins), ...singleStageParameters(job), ...rollback(job), ...own];
}

function productParameters(job: Job, begins: boolean) {
  if (begins) {
    const text = `Branch, tag or commit to build. Default: ${job.service.branch}.`;
    return [{ method: "stringParam", name: "REVISION", default: "", description: text }];
  }
  const needed = (job.stages[0]?.needs ?? []).map((id) => stageOf(job.service, id));
  const [upstream] = needed;
  if (upstream === undefined) return [];
  if (needed.some((it) => it.job !== upstream.job)) {
    return needed.map((it) => buildParameter(`UPSTREAM_BUILD_${it.id.toUpperCase().replaceAll("-", "_")}`, it.job));
  }
  const build = buildParameter("UPSTREAM_BUILD", upstream.job);
  const multibranch = jobsOf(job.service).some(({ path, kind }) => path === upstream.job && kind === "multibranch");
  if (!multibranch) return [build];
  const which = "Name of the branch job of that build, as in its URL, for example main or feature%2Fx.";
  return [build, { method: "stringParam", name: "UPSTREAM_BRANCH", default: "", description: which }];
}

function buildParameter(name: string, job: string) {
  const description = `Number of the build of ${job} whose release is used; its name has the version.`;
  return { method: "stringParam", name, default: "", description };
}

/** Parameters for running a single stage of a job with several stages. It uses the record of an earlier build. */
function singleStageParameters({ stages }: Job) {
  const ids = stages.filter(({ kind }) => kind !== "source").map(({ id }) => id);
  if (stages.length === 1) return [];
  const stage = "Runs only this stage.";
  const build =
    "If STAGE is set and needs a release of another stage of this job: number of the build of this job with that release.";
  return [
    { method: "choiceParam", name: "STAGE", default: ["", ...ids], description: stage },
    { method: "stringParam", name: "EARLIER_BUILD", default: "", description: build },
  ];
}

function rollback(job: Job) {
  if (!job.stages.some((stage) => stage.kind === "deploy")) return [];
  const text = "Reason for a rollback. With a reason, an older release can replace a newer one.";
  return [{ method: "stringParam", name: "ROLLBACK_REASON", default: "", description: text }];
}
