import { startsByItself } from "../../model/stages.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { type Arguments, given } from "./step-arguments.ts";
import { continuesIfUnstable, stopsIfUnstable } from "./unstable.ts";

/** The jobs that finished stages start. */
export interface Starts {
  readonly calls: readonly { readonly step: "startStage" | "startGroup"; readonly arguments: Arguments }[];
  /** Whether the run waits for one of them. */
  readonly waits: boolean;
}

/** The jobs that start when a stage, or every stage of a parallel group, is finished. */
export function startsAfter(service: JenkinsService, done: readonly JenkinsStage[]): Starts {
  const { alone, groups } = nextAfter(service, done);
  const stops = given({ unlessUnstable: done.filter(stopsIfUnstable).map(({ id }) => id) });
  return {
    calls: [
      ...alone.map((stage) => ({
        step: "startStage" as const,
        arguments: { ...startArguments(service, stage, true), ...stops },
      })),
      ...groups.map((group) => ({ step: "startGroup" as const, arguments: { release: null, ...group, ...stops } })),
    ],
    waits: groups.length > 0 || alone.some(({ wait }) => wait),
  };
}

/** Whether another run waits for the job of a stage. */
export function isAwaited(service: JenkinsService, { wait, parallel }: JenkinsStage): boolean {
  return wait || (parallel !== null && meeting(service, parallel) !== null);
}

function nextAfter(service: JenkinsService, done: readonly JenkinsStage[]) {
  const ids = done.map(({ id }) => id);
  const next = service.stages.filter(
    (stage) => stage.job !== done[0]?.job && startsByItself(stage) && sameIds(stage.needs, ids),
  );
  const names = [...new Set(next.map(({ parallel }) => parallel))].filter((it) => it !== null);
  const met = names.map((name) => meeting(service, name)).filter((it) => it !== null);
  const awaited = new Set(met.flatMap(({ members }) => members));
  const alone = next.filter((stage) => !awaited.has(stage));
  return {
    // Stages that share a job start once.
    alone: alone.filter((stage) => stage === alone.find(({ job }) => job === stage.job)),
    groups: met.map(({ arguments: it }) => it),
  };
}

/** A group of several jobs and the jobs that wait for it; null if no job waits for it or its stages share a job. */
function meeting(
  service: JenkinsService,
  name: string,
): { members: readonly JenkinsStage[]; arguments: Arguments } | null {
  const members = service.stages.filter(({ parallel }) => parallel === name);
  if (members.every(({ job }) => job === members[0]?.job)) return null;
  const { alone, groups } = nextAfter(service, members);
  if (alone.length === 0 && groups.length === 0) return null;
  const jobs = Object.fromEntries(members.map((stage) => [stage.id, startArguments(service, stage)]));
  const next = alone.map((stage) => startArguments(service, stage));
  return { members, arguments: { jobs, ...given({ next, groups }) } };
}

/** `release` is a variable of the Jenkinsfile; all other arguments are literals. */
function startArguments(
  service: JenkinsService,
  { job, reach, wait, parallel }: JenkinsStage,
  alone = false,
): Arguments {
  const unstable = (wait || parallel !== null) && continuesIfUnstable(service, job) ? "continue" : null;
  const rest = given({ branches: reach.branches, tags: reach.tags, wait, unstable });
  return alone ? { job, release: null, ...rest } : { job, ...rest };
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
