import { graphOf } from "../graph/graph.ts";
import { renderMermaid } from "../graph/mermaid.ts";
import type { Model } from "../model/model.ts";
import type { Reach, Service, Stage } from "../model/service.ts";
import { type JobFacts, jobOf, type TargetFacts } from "../targets/facts.ts";
import { stagesByTeam } from "../targets/model-lookup.ts";
import type { PlannedFile } from "../targets/target.ts";

/** Plans PIPELINES.md: the owner of each stage, the job that runs it, and what starts it. */
export function planPipelinesPage(model: Model, facts: TargetFacts): PlannedFile[] {
  const owned = stagesByTeam(model);
  const owners = model.teams.map((team) => ({
    name: team.name,
    reviewers: team.reviewers.join(", "),
    contact: team.mail ?? (team.webhook === null ? "none" : "chat"),
    stages: (owned.get(team.name) ?? []).map(({ service, stage }) => `${service.name}/${stage.id}`).join(", "),
  }));
  return [
    {
      path: "PIPELINES.md",
      template: "site/PIPELINES.md.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        owners,
        repositories: facts.repositories,
        services: model.services.map((it) => viewService(model, it, facts)),
        renames: renamesOf(facts),
      },
    },
  ];
}

/** Jobs with former paths, for users who search for their builds. */
function renamesOf({ jobs }: TargetFacts) {
  const renamed = jobs.filter(({ previousPaths }) => previousPaths.length > 0);
  return renamed.map(({ path, previousPaths, renamedBy }) => ({ path, before: previousPaths, how: renamedBy }));
}

function viewService(model: Model, service: Service, facts: TargetFacts) {
  return {
    name: service.name,
    specFile: service.specFile,
    git: service.git,
    pin: service.pin,
    diagram: renderMermaid(graphOf(model, service, (stage) => jobOf(facts, service, stage).path)),
    stages: service.stages.map((stage) => ({
      id: stage.id,
      what: describe(model, stage),
      owner: stage.owner,
      ...viewJob(jobOf(facts, service, stage)),
      upstream: stage.needs.join(", ") || "–",
      reach: [describeReach(stage.reach), ...describeWhen(stage)].join("; works for "),
    })),
  };
}

function viewJob({ path, file, elsewhere }: JobFacts) {
  return { job: path, file, elsewhere };
}

function describe({ environments }: Model, stage: Stage): string {
  if (stage.kind === "source") return `source, ${[stage, ...stage.also].map(({ tool }) => tool).join(" and ")}`;
  if (stage.kind === "image") return `image ${stage.image}, ${stage.engine}`;
  if (stage.kind === "custom") return stage.step === null ? "custom command" : `custom, ${stage.step}`;
  const environment = environments.find(({ name }) => name === stage.environment);
  return `deploy to ${stage.environment}, ${environment?.handoff}`;
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
  const { branches, tags, paths } = when;
  const commits = branches.length + tags.length === 0 ? [] : [describeReach({ branches, tags, pullRequests: false })];
  return [[...commits, ...(paths.length === 0 ? [] : [`changes of ${paths.join(", ")}`])].join(", with ")];
}
