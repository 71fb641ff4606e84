import type { Model } from "../model/model.ts";
import type { Service, Stage, Topology } from "../model/service.ts";
import type { Alternative, Consequence, DecidingLine, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** How a topology is told. */
const SHAPES: Readonly<Record<Topology, string>> = {
  "per-stage": "split by stage",
  "per-team": "split by owner, who has one job for neighbouring stages",
  combined: "one pipeline for the service",
};

/** What a person starts, or a protection stops, has a job of its own. */
const PER_TEAM: DecisionKey[] = ["topology", "stages.owner", "environments.protected"];

/** Who owns which part, and whether that is one pipeline or several. */
export const owners: DecisionSource = {
  id: "owners",
  title: "Owners",
  question: "Who owns which part of a pipeline, and is it one pipeline or several?",
  decide: (model) => ({
    choice: say("owners.choice", ["topology"], {}, `${list(model.services.map(shapeOf), "no service yet")}.`),
    lines: [
      ...model.services.map((it) => shapeLine(model, it)),
      ...model.services.flatMap(({ name, stages }) =>
        stages.map((stage) => lineOf(model, `services/${name}/stages/${stage.id}/owner`, stage.owner)),
      ),
    ],
    consequences: [...costs(model), ...gains(model), ...towardsProtected(model)],
    alternatives: alternatives(model),
    measured: [],
    products: [],
  }),
};

function shapeOf({ name, topology }: Service): string {
  return `${name}: ${SHAPES[topology]}`;
}

/** A service that says nothing has the platform's topology. */
function shapeLine(model: Model, { name, topology }: Service): DecidingLine {
  const own = lineOf(model, `services/${name}/topology`, topology);
  return own.at === null ? { ...own, at: lineOf(model, "topology", topology).at } : own;
}

/** Distinct jobs of stages. */
function jobsOf(stages: readonly Stage[]): string[] {
  return [...new Set(stages.map(({ job }) => job))];
}

/** A per-team job's extent depends on who owns its stages. */
function shaping(model: Model): readonly DecisionKey[] {
  return model.services.some(({ topology }) => topology === "per-team") ? ["topology", "stages.owner"] : ["topology"];
}

function costs(model: Model): Consequence[] {
  const stages = model.services.flatMap((it) => it.stages);
  const figures = { jobs: jobsOf(stages).length, stages: stages.length, services: model.services.length };
  const { handoffs } = countHandoffs(model);
  return [
    follows(
      "cost",
      "owners.jobs",
      shaping(model),
      figures,
      `${count(figures.jobs, "job")} in Jenkins for ${count(figures.stages, "stage")} of ${count(figures.services, "service")}.`,
    ),
    follows(
      "cost",
      "owners.handoffs",
      shaping(model),
      { handoffs },
      handoffs === 0
        ? "0 handoffs: no record passes from one job to another."
        : `${count(handoffs, "handoff")}: so often a release record passes from one job to the next, and is checked on arrival.`,
    ),
    ...model.services.map((service) => placesToLook(service)),
  ];
}

/** Records that pass between jobs: a job takes one of each other job that its stages need. */
function countHandoffs(model: Model): { handoffs: number } {
  const taken = model.services.flatMap(({ stages }) => {
    const jobOf = new Map(stages.map(({ id, job }) => [id, job]));
    return jobsOf(stages).flatMap((job) => {
      const needs = stages.filter((stage) => stage.job === job).flatMap((stage) => stage.needs);
      return [...new Set(needs.map((id) => jobOf.get(id)))].filter((other) => other !== job);
    });
  });
  return { handoffs: taken.length };
}

function placesToLook({ name, stages }: Service): Consequence {
  const jobs = jobsOf(stages);
  const folders = [...new Set(jobs.map((job) => job.split("/").slice(1, -1).join("/")))];
  const figures = { jobs: jobs.length, folders: folders.length };
  const keys: DecisionKey[] = ["topology", "stages.owner"];
  const text = `To follow one commit of ${name}: ${count(jobs.length, "job")} in ${count(folders.length, "folder")} (${list(folders)}); PIPELINES.md is the one map.`;
  return follows("cost", `owners.places.${name}`, keys, figures, text);
}

function gains(model: Model): Consequence[] {
  return model.teams.flatMap(({ name }) => {
    const own = model.services.flatMap((service) =>
      service.stages.filter((stage) => stage.owner === name).map((stage) => ({ service, stage })),
    );
    if (own.length === 0) return [];
    const alone = own.filter(({ service, stage }) =>
      service.stages.every((other) => other.job !== stage.job || other.owner === name),
    );
    const jobs = new Set(alone.map(({ stage }) => stage.job));
    const shared = own.filter((it) => !alone.includes(it)).map(({ service, stage }) => `${service.name}/${stage.id}`);
    const figures = { jobs: jobs.size, shared: shared.length };
    const names = alone.map(({ service, stage }) => `${service.name}/${stage.id}`);
    const gain = `${name} changes, restarts and answers for ${list(names)} (${count(jobs.size, "job")}) without asking another team`;
    const loss = `${name} shares a job with others for ${list(shared)} (${count(shared.length, "stage")})`;
    const text = [...(names.length > 0 ? [gain] : []), ...(shared.length > 0 ? [loss] : [])].join("; ");
    const kind = names.length > 0 ? "gain" : "cost";
    return [follows(kind, `owners.team.${name}`, ["topology", "stages.owner"], figures, `${text}.`)];
  });
}

function towardsProtected(model: Model): Consequence[] {
  return model.environments
    .filter((environment) => environment.protected)
    .map(({ name }) => {
      const routes = model.services.flatMap(({ stages }) =>
        stages.filter((stage) => stage.kind === "deploy" && stage.environment === name).map((it) => pathTo(stages, it)),
      );
      const teams = [...new Set(routes.flat().map(({ owner }) => owner))];
      const figures = { teams: teams.length };
      const text = `From a commit to ${name}: ${count(teams.length, "team")} (${list(teams)}); ${whoReleases(model, routes)}.`;
      const keys: DecisionKey[] = ["environments.protected", "stages.owner", "teams.approvers", "stages.approval"];
      return follows("fact", `owners.path.${name}`, keys, figures, text);
    });
}

/** Who lets a release in at the ends of some ways: people who are asked, or who may start the job. */
function whoReleases(model: Model, routes: readonly (readonly Stage[])[]): string {
  const last = routes.flatMap((route) => route.at(-1) ?? []);
  const asked = last.flatMap(({ approval }) => approval?.by ?? []);
  const starting = last.filter(({ approval }) => approval === null);
  const approvers = starting.flatMap(({ owner }) => model.teams.find(({ name }) => name === owner)?.approvers ?? []);
  const unnamed =
    approvers.length === 0 ? "whoever may build in the folder of its owner" : list([...new Set(approvers)]);
  return [
    ...(asked.length > 0 ? [`${list([...new Set(asked)])} must approve the deployment`] : []),
    ...(starting.length > 0 || asked.length === 0 ? [`${unnamed} may start the deployment`] : []),
  ].join("; ");
}

/** The stages that a release passes on its way, the last one included. */
function pathTo(stages: readonly Stage[], stage: Stage): Stage[] {
  const before = stages.filter(({ id }) => stage.needs.includes(id)).flatMap((it) => pathTo(stages, it));
  return [...new Set([...before, stage])];
}

function alternatives(model: Model): Alternative[] {
  const used = new Set<string>(model.services.map(({ topology }) => topology));
  return (Object.keys(SHAPES) as Topology[])
    .filter((topology) => used.size !== 1 || !used.has(topology))
    .map((topology) => {
      const jobs = model.services.reduce((sum, { jobsIn }) => sum + jobsIn[topology], 0);
      const keys: DecisionKey[] = topology === "per-team" ? PER_TEAM : ["topology"];
      const text = `All services ${SHAPES[topology]}: ${count(jobs, "job")}.`;
      const statement = say(`owners.alternatives.${topology}`, keys, { jobs }, text);
      return instead(statement, `${model.specFile}: topology: ${topology}`);
    });
}
