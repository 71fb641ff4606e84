import type { Model } from "../model/model.ts";
import type { Service, Stage, Topology } from "../model/service.ts";
import { stagesByJob } from "../model/stages.ts";
import { ciName } from "../products/index.ts";
import type { Alternative, Consequence, DecidingLine, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** How `explain` describes each topology. */
const SHAPES: Readonly<Record<Topology, string>> = {
  "per-stage": "one job per stage",
  "per-team": "one job per owner for consecutive stages",
  combined: "one job for all stages",
};

/** A stage that a person starts, or that a protected environment stops, has its own job. */
const PER_TEAM: DecisionKey[] = ["target", "topology", "stages.owner", "environments.protected"];

/** Who owns which stage, and whether a service has one job or several. */
export const owners: DecisionSource = {
  id: "owners",
  title: "Owners",
  question: "Who owns which stages, and does a service have one job or several?",
  decide: (given) => decide(asRun(given)),
};

function decide(model: Model) {
  return {
    choice: say(
      "owners.choice",
      ["target", "topology"],
      {},
      `${list(model.services.map(shapeOf), "no services yet")}.`,
    ),
    lines: [
      ...model.services.map((it) => shapeLine(model, it)),
      ...model.services.flatMap(({ name, stages }) =>
        stages.map((stage) => lineOf(model, `services/${name}/stages/${stage.id}/owner`, stage.owner)),
      ),
    ],
    consequences: [...costs(model), ...gains(model), ...towardsProtected(model)],
    alternatives: choosesTopology(model) ? alternatives(model) : [],
    measured: [],
    products: [],
  };
}

/** Only Jenkins runs several stages in one job. */
function choosesTopology({ target }: Model): boolean {
  return target === "jenkins";
}

/** The model with the jobs that the CI product runs. */
function asRun(model: Model): Model {
  if (choosesTopology(model)) return model;
  const services = model.services.map((service) => ({
    ...service,
    topology: "per-stage" as const,
    stages: service.stages.map((stage) => ({ ...stage, firstOfJob: stage.id })),
  }));
  return { ...model, services };
}

function shapeOf({ name, topology }: Service): string {
  return `${name}: ${SHAPES[topology]}`;
}

/** A service without a topology of its own uses the platform's. */
function shapeLine(model: Model, { name, topology }: Service): DecidingLine {
  const own = lineOf(model, `services/${name}/topology`, topology);
  return own.at === null ? { ...own, at: lineOf(model, "topology", topology).at } : own;
}

/** With topology per-team, the owners decide which stages share a job. */
function shaping(model: Model): readonly DecisionKey[] {
  return model.services.some(({ topology }) => topology === "per-team")
    ? ["target", "topology", "stages.owner"]
    : ["target", "topology"];
}

function costs(model: Model): Consequence[] {
  const stages = model.services.flatMap((it) => it.stages);
  const jobs = model.services.flatMap((it) => stagesByJob(it.stages));
  const figures = { jobs: jobs.length, stages: stages.length, services: model.services.length };
  const { handoffs } = countHandoffs(model);
  return [
    follows(
      "cost",
      "owners.jobs",
      shaping(model),
      figures,
      `${ciName(model)} has ${count(figures.jobs, "job")} for ${count(figures.stages, "stage")} of ${count(figures.services, "service")}.`,
    ),
    follows(
      "cost",
      "owners.handoffs",
      shaping(model),
      { handoffs },
      handoffs === 0
        ? "0 handoffs: no release record passes from one job to another."
        : `${count(handoffs, "handoff")}: a release record passes from one job to the next, which verifies it.`,
    ),
    ...model.services.map((service) => placesToLook(model, service)),
  ];
}

/** Counts the release records that pass between jobs: a job takes one from each other job that its stages need. */
function countHandoffs(model: Model): { handoffs: number } {
  const taken = model.services.flatMap(({ stages }) => {
    const jobOf = new Map(stages.map(({ id, firstOfJob }) => [id, firstOfJob]));
    return stagesByJob(stages).flatMap((ofJob) => {
      const others = ofJob.flatMap((stage) => stage.needs.map((id) => jobOf.get(id)));
      return [...new Set(others)].filter((other) => other !== ofJob[0]?.firstOfJob);
    });
  });
  return { handoffs: taken.length };
}

function placesToLook({ teams }: Model, { name, stages }: Service): Consequence {
  const jobs = stagesByJob(stages);
  const owners = jobs.flatMap(([first]) => first?.owner ?? []);
  const folders = [...new Set(owners.map((owner) => teams.find((team) => team.name === owner)?.folder ?? owner))];
  const figures = { jobs: jobs.length, folders: folders.length };
  const keys: DecisionKey[] = ["target", "topology", "stages.owner"];
  const text = `One commit of ${name} runs ${count(jobs.length, "job")} in ${count(folders.length, "folder")} (${list(folders)}); PIPELINES.md lists them.`;
  return follows("cost", `owners.places.${name}`, keys, figures, text);
}

function gains(model: Model): Consequence[] {
  return model.teams.flatMap(({ name }) => {
    const own = model.services.flatMap((service) =>
      service.stages.filter((stage) => stage.owner === name).map((stage) => ({ service, stage })),
    );
    if (own.length === 0) return [];
    const alone = own.filter(({ service, stage }) =>
      service.stages.every((other) => other.firstOfJob !== stage.firstOfJob || other.owner === name),
    );
    const jobs = new Set(alone.map(({ service, stage }) => `${service.name}/${stage.firstOfJob}`));
    const shared = own.filter((it) => !alone.includes(it)).map(({ service, stage }) => `${service.name}/${stage.id}`);
    const figures = { jobs: jobs.size, shared: shared.length };
    const names = alone.map(({ service, stage }) => `${service.name}/${stage.id}`);
    const gain = `${name} changes and restarts ${list(names)} (${count(jobs.size, "job")}) without another team`;
    const loss = `${name} shares a job with other teams for ${list(shared)} (${count(shared.length, "stage")})`;
    const text = [...(names.length > 0 ? [gain] : []), ...(shared.length > 0 ? [loss] : [])].join("; ");
    const kind = names.length > 0 ? "gain" : "cost";
    return [follows(kind, `owners.team.${name}`, ["target", "topology", "stages.owner"], figures, `${text}.`)];
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
      const text = `The path from a commit to ${name} involves ${count(teams.length, "team")} (${list(teams)}); ${whoReleases(model, routes)}.`;
      const keys: DecisionKey[] = ["environments.protected", "stages.owner", "teams.approvers", "stages.approval"];
      return follows("fact", `owners.path.${name}`, keys, figures, text);
    });
}

/** Names who releases to an environment: the approvers, or those who may start the job. */
function whoReleases(model: Model, routes: readonly (readonly Stage[])[]): string {
  const last = routes.flatMap((route) => route.at(-1) ?? []);
  const asked = last.flatMap(({ approval }) => approval?.by ?? []);
  const starting = last.filter(({ approval }) => approval === null);
  const approvers = starting.flatMap(({ owner }) => model.teams.find(({ name }) => name === owner)?.approvers ?? []);
  const unnamed =
    approvers.length === 0 ? "anyone with permission to build in its owner's folder" : list([...new Set(approvers)]);
  return [
    ...(asked.length > 0 ? [`${list([...new Set(asked)])} must approve the deployment`] : []),
    ...(starting.length > 0 || asked.length === 0 ? [`${unnamed} may start the deployment`] : []),
  ].join("; ");
}

/** Returns the stages on the path of a release, including the last one. */
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
      const keys: DecisionKey[] = topology === "per-team" ? PER_TEAM : ["target", "topology"];
      const text = `For all services ${SHAPES[topology]}: ${count(jobs, "job")} in total.`;
      const statement = say(`owners.alternatives.${topology}`, keys, { jobs }, text);
      return instead(statement, `${model.specFile}: topology: ${topology}`);
    });
}
