import type { Service, Stage } from "../../model/service.ts";
import { type Arguments, given } from "./calls.ts";
import { startsByItself } from "./jobs-model.ts";

/** What the end of stages starts in other jobs. */
export interface Starts {
  readonly calls: readonly { readonly step: string; readonly arguments: Arguments }[];
  /** Whether one of them is waited for. */
  readonly waits: boolean;
}

/** The jobs that begin when all of some stages are done: a stage alone, or a parallel group. */
export function startsAfter(service: Service, done: readonly Stage[]): Starts {
  const ids = done.map(({ id }) => id);
  const next = service.stages.filter(
    (stage) => stage.job !== done[0]?.job && startsByItself(stage) && sameIds(stage.needs, ids),
  );
  const groups = [...new Set(next.map(({ parallel }) => parallel))].filter((it) => it !== null);
  const met = groups.map((group) => groupStart(service, group)).filter((it) => it !== null);
  const awaited = new Set(met.flatMap(({ members }) => members));
  const alone = next.filter((stage) => !awaited.has(stage));
  return {
    calls: [
      ...alone.map((stage) => ({ step: "startStage", arguments: { ...startArguments(stage, true) } })),
      ...met.map(({ call }) => call),
    ],
    waits: met.length > 0 || alone.some(({ wait }) => wait),
  };
}

/** A group that somebody waits for; null where its stages are left alone. */
function groupStart(service: Service, group: string) {
  const members = service.stages.filter(({ parallel }) => parallel === group);
  const ids = members.map(({ id }) => id);
  const next = service.stages.filter((stage) => startsByItself(stage) && sameIds(stage.needs, ids));
  if (next.length === 0) return null;
  const jobs = Object.fromEntries(members.map((stage) => [stage.id, startArguments(stage)]));
  return {
    members,
    call: { step: "startGroup", arguments: { release: null, jobs, next: next.map((it) => startArguments(it)) } },
  };
}

/** `release` is a variable of the Jenkinsfile, all else are literals. */
function startArguments({ job, reach, wait }: Stage, alone = false): Arguments {
  const rest = given({ branches: reach.branches, tags: reach.tags, wait });
  return alone ? { job, release: null, ...rest } : { job, ...rest };
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
