import type { Service, Stage } from "../../model/service.ts";
import { startsByItself } from "./jobs-model.ts";
import { type Arguments, given } from "./step-arguments.ts";

/** The jobs that finished stages start. */
export interface Starts {
  readonly calls: readonly { readonly step: "startStage" | "startGroup"; readonly arguments: Arguments }[];
  /** Whether the run waits for one of them. */
  readonly waits: boolean;
}

/** The jobs that start when a stage, or every stage of a parallel group, is finished. */
export function startsAfter(service: Service, done: readonly Stage[]): Starts {
  const { alone, groups } = nextAfter(service, done);
  return {
    calls: [
      ...alone.map((stage) => ({ step: "startStage" as const, arguments: startArguments(stage, true) })),
      ...groups.map((group) => ({ step: "startGroup" as const, arguments: { release: null, ...group } })),
    ],
    waits: groups.length > 0 || alone.some(({ wait }) => wait),
  };
}

/** Whether another run waits for the job of a stage. */
export function isAwaited(service: Service, { wait, parallel }: Stage): boolean {
  return wait || (parallel !== null && meeting(service, parallel) !== null);
}

function nextAfter(service: Service, done: readonly Stage[]) {
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
function meeting(service: Service, name: string): { members: readonly Stage[]; arguments: Arguments } | null {
  const members = service.stages.filter(({ parallel }) => parallel === name);
  if (members.every(({ job }) => job === members[0]?.job)) return null;
  const { alone, groups } = nextAfter(service, members);
  if (alone.length === 0 && groups.length === 0) return null;
  const jobs = Object.fromEntries(members.map((stage) => [stage.id, startArguments(stage)]));
  const next = alone.map((stage) => startArguments(stage));
  return { members, arguments: { jobs, ...given({ next, groups }) } };
}

/** `release` is a variable of the Jenkinsfile; all other arguments are literals. */
function startArguments({ job, reach, wait }: Stage, alone = false): Arguments {
  const rest = given({ branches: reach.branches, tags: reach.tags, wait });
  return alone ? { job, release: null, ...rest } : { job, ...rest };
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
