import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";
import { startsByItself } from "../model/stages.ts";
import { jobOf, type TargetFacts } from "../targets/facts.ts";
import { groupBy, stagesByTeam } from "../targets/model-lookup.ts";
import type { Planned } from "../targets/target.ts";
import { type PathRule, pathRules, reviewersOf, siteTeams, teamOfShard } from "./ownership.ts";

/** The part of the site that a team owns. */
export interface TeamView {
  readonly team: string;
  readonly folder: string;
  /** The repository of its Jenkinsfiles; null for the pipelines repository. */
  readonly repository: string | null;
  readonly reviewers: readonly string[];
  readonly stages: readonly {
    readonly service: string;
    readonly stage: string;
    readonly kind: string;
    readonly job: string;
  }[];
  readonly files: readonly string[];
  readonly credentials: readonly {
    readonly id: string;
    readonly kind: string;
    readonly folder: string;
    readonly users: string;
  }[];
  readonly environments: readonly string[];
  /** Stages that wait for a person: an approver, or the user who starts the job. */
  readonly approvals: readonly ({ readonly service: string; readonly stage: string } & Asked)[];
}

/** The approvers, and how many of them must agree. */
export interface Asked {
  readonly by: readonly string[];
  readonly count: number;
}

/** A path from a commit to an environment. */
export interface WayView {
  readonly service: string;
  readonly environment: string;
  readonly protected: boolean;
  readonly steps: readonly {
    readonly stage: string;
    readonly team: string;
    readonly started: "by itself" | "by hand";
    /** The approvers; null if the stage needs no approval. */
    readonly asks: Asked | null;
    /** The parallel group of the stage; null if it runs alone. */
    readonly parallel: string | null;
  }[];
}

/** A path without an owner, or with several owners. */
export interface PathProblem {
  readonly path: string;
  readonly problem: "unowned" | "doubly owned";
  readonly teams: readonly string[];
  readonly text: string;
}

/** The owner of each part of the site. */
export interface Owners {
  readonly teams: readonly TeamView[];
  /** Files of all teams, or of the team that owns the pipelines repository. */
  readonly site: { readonly teams: readonly string[]; readonly files: readonly string[] };
  readonly ways: readonly WayView[];
  readonly problems: readonly PathProblem[];
}

/** Lists the owner of each part of the site and of each planned file. */
export function ownersOf(model: Model, planned: readonly Planned[], facts: TargetFacts): Owners {
  const files = groupBy(planned, ({ shard }) => teamOfShard(shard) ?? "");
  const pathsOf = (team: string) => (files.get(team) ?? []).map(({ path }) => path).sort();
  const credentials = groupBy(facts.credentials, ({ folder }) => folder);
  const owned = stagesByTeam(model);
  return {
    teams: model.teams.map(({ name, folder, pipelines, reviewers }) => {
      const stages = owned.get(name) ?? [];
      return {
        team: name,
        folder: `/${folder}`,
        repository: pipelines?.git ?? null,
        reviewers,
        stages: stages.map(({ service, stage }) => ({
          service: service.name,
          stage: stage.id,
          kind: stage.kind,
          job: jobOf(facts, service, stage).path,
        })),
        files: pathsOf(name),
        credentials: (credentials.get(`/${folder}`) ?? []).map(({ id, kind, folder: where, users }) => ({
          ...{ id, kind },
          ...{ folder: where, users },
        })),
        environments: [...new Set(stages.flatMap(({ stage }) => environmentOf(stage)))],
        approvals: stages.flatMap(({ service, stage }) => approvalOf(model, service, stage)),
      };
    }),
    site: { teams: siteTeams(model), files: pathsOf("") },
    ways: model.services.flatMap((service) => waysOf(model, service)),
    problems: problemsOf(model, planned),
  };
}

function environmentOf(stage: Stage): string[] {
  return stage.kind === "deploy" ? [stage.environment] : [];
}

/**
 * Returns who approves a stage. A stage without an approval that no commit starts also waits for a person: a user who may
 * build in its folder, or one of the team's approvers if it lists some.
 */
function approvalOf({ teams }: Model, service: Service, stage: Stage) {
  const asked = askedBy(stage);
  if (asked !== null) return [{ service: service.name, stage: stage.id, ...asked }];
  if (!byHand(stage)) return [];
  const team = teams.find(({ name }) => name === stage.owner);
  const by = team === undefined || team.approvers.length === 0 ? [stage.owner] : team.approvers;
  return [{ service: service.name, stage: stage.id, by, count: 1 }];
}

function askedBy({ approval }: Stage): Asked | null {
  return approval && { by: approval.by, count: approval.count };
}

function byHand(stage: Stage): boolean {
  return stage.needs.length > 0 && !startsByItself(stage);
}

function waysOf(model: Model, service: Service): WayView[] {
  return service.stages.flatMap((stage) => {
    if (stage.kind !== "deploy") return [];
    const before = ancestors(service, stage);
    const steps = service.stages.filter((it) => it === stage || before.has(it.id));
    const environment = model.environments.find(({ name }) => name === stage.environment);
    return [
      {
        service: service.name,
        environment: stage.environment,
        protected: environment?.protected ?? false,
        steps: steps.map((it) => ({
          stage: it.id,
          team: it.owner,
          started: byHand(it) ? ("by hand" as const) : ("by itself" as const),
          asks: askedBy(it),
          parallel: it.parallel,
        })),
      },
    ];
  });
}

/** Ids of all stages that a stage waits for. */
function ancestors({ stages }: Service, stage: Stage): ReadonlySet<string> {
  const found = new Set(stage.needs);
  for (const id of found) for (const needed of stages.find((it) => it.id === id)?.needs ?? []) found.add(needed);
  return found;
}

/** Compares the owner of each path with the rules of CODEOWNERS. */
function problemsOf(model: Model, planned: readonly Planned[]): PathProblem[] {
  const rules = pathRules(model, planned);
  const rulesOf = groupBy(rules, ({ path }) => path);
  const everything: PathRule = { path: "", teams: siteTeams(model) };
  return [everything, ...rules].flatMap((rule) => {
    const { path, teams } = rule;
    const shown = path === "" ? "the site's files" : path;
    if (reviewersOf(model, teams).length === 0)
      return [problem(shown, "unowned", teams, `team ${teams.join(", ")} has no reviewers`)];
    const other =
      path === "" ? undefined : coveredBy(path, rulesOf).find((it) => it !== rule && it.teams[0] !== teams[0]);
    if (other === undefined) return [];
    return [
      problem(shown, "doubly owned", [...teams, ...other.teams], `${other.path} is of ${other.teams.join(", ")}`),
    ];
  });
}

/** The rules for a path and for each folder above it. */
function coveredBy(path: string, rules: ReadonlyMap<string, readonly PathRule[]>): PathRule[] {
  const parts = path.split(/(?<=\/)/);
  return parts.flatMap((_part, index) => rules.get(parts.slice(0, index + 1).join("")) ?? []);
}

function problem(path: string, what: PathProblem["problem"], teams: readonly string[], text: string): PathProblem {
  return { path, problem: what, teams: [...new Set(teams)], text };
}
