import { graphOf } from "../graph/graph.ts";
import { renderMermaid } from "../graph/mermaid.ts";
import type { Model } from "../model/model.ts";
import type { Team } from "../model/platform.ts";
import type { Reach, Service, Stage } from "../model/service.ts";
import { type JobFacts, jobOf, type TargetFacts } from "../targets/facts.ts";
import { groupBy, stagesByTeam } from "../targets/model-lookup.ts";
import type { PlannedFile } from "../targets/target.ts";

/** With more services, PIPELINES.md is an index with a page for each team: git hosts do not show larger pages. */
const mostOnOnePage = 50;

/** Plans PIPELINES.md: the owner of each stage, the job that runs it, and what starts it. */
export function planPipelinesPage(model: Model, facts: TargetFacts): PlannedFile[] {
  if (model.services.length > mostOnOnePage) return planPages(model, facts);
  const owned = stagesByTeam(model);
  const owners = model.teams.map((team) => ({
    ...viewOwner(team),
    stages: (owned.get(team.name) ?? []).map(({ service, stage }) => `${service.name}/${stage.id}`).join(", "),
  }));
  const services = model.services.map((it) => viewService(model, it, facts, ""));
  return [page("PIPELINES.md", "PIPELINES.md", { ...viewSite(model, facts), owners, services })];
}

/** The index, and a page for each team that owns the first stage of a service. */
function planPages(model: Model, facts: TargetFacts): PlannedFile[] {
  const owned = stagesByTeam(model);
  const ofTeams = groupBy(model.services, ({ stages }) => stages[0]?.owner ?? "");
  const owners = model.teams.map((team) => ({
    ...viewOwner(team),
    stages: owned.get(team.name)?.length ?? 0,
    services: ofTeams.get(team.name)?.length ?? 0,
    page: ofTeams.has(team.name) ? pageOf(team.name) : null,
  }));
  return [
    page("PIPELINES.md", "pipelines-index.md", { ...viewSite(model, facts), owners }),
    ...[...ofTeams].map(([team, services]) =>
      page(pageOf(team), "pipelines-of-team.md", {
        team,
        index: "../PIPELINES.md",
        specFile: model.specFile,
        services: services.map((it) => viewService(model, it, facts, "../")),
      }),
    ),
  ];
}

function pageOf(team: string): string {
  return `pipelines/${team}.md`;
}

function page(path: string, template: string, view: Readonly<Record<string, unknown>>): PlannedFile {
  return { path, template: `site/${template}.hbs`, shard: "site", view };
}

function viewOwner({ name, reviewers, mail, webhook }: Team) {
  return { name, reviewers: reviewers.join(", "), contact: mail ?? (webhook === null ? "none" : "chat") };
}

function viewSite({ specFile }: Model, facts: TargetFacts) {
  return { specFile, ci: facts.ci, repositories: facts.repositories, renames: renamesOf(facts) };
}

/** Jobs with former paths, for users who search for their builds. */
function renamesOf({ jobs }: TargetFacts) {
  const renamed = jobs.filter(({ previousPaths }) => previousPaths.length > 0);
  return renamed.map(({ path, previousPaths, renamedBy }) => ({ path, before: previousPaths, how: renamedBy }));
}

/** `root` is the path from the page to the output folder. */
function viewService(model: Model, service: Service, facts: TargetFacts, root: string) {
  return {
    name: service.name,
    specFile: service.specFile,
    git: service.git,
    pin: service.pin,
    ciFile: facts.ci.file,
    diagram: renderMermaid(graphOf(model, service, (stage) => jobOf(facts, service, stage).path)),
    stages: service.stages.map((stage) => ({
      id: stage.id,
      what: describe(model, stage),
      owner: stage.owner,
      ...viewJob(jobOf(facts, service, stage), root),
      upstream: stage.needs.join(", ") || "–",
      reach: [describeStarts(model, service, stage), ...describeWhen(stage)].join("; works for "),
    })),
  };
}

function viewJob({ path, file, elsewhere }: JobFacts, root: string) {
  return { job: path, file, link: root + file, elsewhere };
}

function describe({ environments }: Model, stage: Stage): string {
  if (stage.kind === "source") return `source, ${[stage, ...stage.also].map(({ tool }) => tool).join(" and ")}`;
  if (stage.kind === "image") return `image ${stage.image}, ${stage.engine}`;
  if (stage.kind === "custom") return stage.step === null ? "custom command" : `custom, ${stage.step}`;
  const environment = environments.find(({ name }) => name === stage.environment);
  return `deploy to ${stage.environment}, ${environment?.handoff}`;
}

/** What starts a stage. A plain job of Jenkins builds one branch by itself; a user starts it for other branches and tags. */
function describeStarts({ target }: Model, { job, branch, triggers }: Service, { reach, kind }: Stage): string {
  const { branches, tags } = reach;
  if (target !== "jenkins" || job !== "plain" || (kind !== "source" && branches.length + tags.length === 0)) {
    return describeReach(reach);
  }
  const starts = triggers.webhook || triggers.poll !== null || triggers.cron !== null;
  const alone = describeReach({ branches: starts ? [branch] : [], tags: [], pullRequests: false });
  if (kind === "source") return alone;
  const others = { branches: branches.filter((it) => it !== branch), tags, pullRequests: false };
  if (others.branches.length + tags.length === 0) return describeReach(reach);
  const byUser = `if a user sets REVISION: ${describeReach(others)}`;
  return branches.includes(branch) && starts ? `${alone}; ${byUser}` : byUser;
}

function describeReach({ branches, tags, pullRequests }: Reach): string {
  const parts = [
    ...branches.map((pattern) => `branch ${pattern}`),
    ...tags.map((pattern) => `tag ${pattern}`),
    ...(pullRequests ? ["pull requests"] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "by hand";
}

function describeWhen({ when }: Stage): string[] {
  if (when === null) return [];
  const { branches, tags, paths, cron } = when;
  const conditions = [
    ...(branches.length + tags.length === 0 ? [] : [describeReach({ branches, tags, pullRequests: false })]),
    ...(paths.length === 0 ? [] : [`changes of ${paths.join(", ")}`]),
    ...(cron === null ? [] : [`builds of the timer (${cron})`]),
  ];
  return conditions.length === 0 ? [] : [conditions.join(", with ")];
}
