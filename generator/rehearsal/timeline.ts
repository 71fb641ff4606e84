import type { EventOf, Frame, RunEvent } from "../rehearse/index.ts";

/** A step of a build. Times are milliseconds since the controller started. */
export interface StepReport {
  readonly step: number;
  readonly parent: number;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly stage: string;
  readonly agent: string;
  readonly container: string;
  readonly frames: readonly Frame[];
  readonly begin: number;
  end: number | null;
  error: string | null;
  value: number | boolean | null;
  /** The lines that it printed. */
  output: string;
  /** The rule that replaced its outcome. */
  rule: string | null;
}

/** A build with its steps, in the order in which they began. */
export interface BuildReport {
  readonly job: string;
  readonly number: number;
  readonly begin: number;
  readonly cause: string;
  readonly steps: StepReport[];
  end: number | null;
  result: string | null;
  error: string | null;
  violations: readonly string[];
  frames: readonly Frame[];
  /** Where the first violation happened. */
  violationFrames: readonly Frame[];
}

/** Collects events to builds and their steps. */
export class Timeline {
  readonly builds: BuildReport[] = [];

  /** Adds an event and returns the step that it belongs to, if any. */
  add(event: RunEvent): { readonly build: BuildReport; readonly step: StepReport | null } | null {
    if (event.type === "build") {
      const build = newBuild(event);
      this.builds.push(build);
      return { build, step: null };
    }
    const build = this.builds.find(({ job, number }) => job === event.job && number === event.number);
    if (build === undefined) return null;
    return { build, step: change(build, event) };
  }
}

function newBuild({ job, number, at, cause }: EventOf<"build">): BuildReport {
  const open = { end: null, result: null, error: null, violations: [], frames: [], violationFrames: [] };
  return { job, number, begin: at, cause, steps: [], ...open };
}

function change(build: BuildReport, event: Exclude<RunEvent, { type: "build" }>): StepReport | null {
  if (event.type === "finished") {
    const { at, result, error, violations, frames } = event;
    Object.assign(build, { end: at, result, error, violations, frames });
    return null;
  }
  if (event.type === "step") {
    const { at, type: _type, job: _job, number: _number, ...rest } = event;
    const step = { ...rest, begin: at, end: null, error: null, value: null, output: "", rule: null };
    build.steps.push(step);
    return step;
  }
  if (event.type === "violation") {
    if (build.violationFrames.length === 0) build.violationFrames = event.frames;
    return null;
  }
  const step = build.steps.find((it) => it.step === event.step) ?? null;
  if (step === null) return null;
  if (event.type === "output") step.output += event.text.endsWith("\n") ? event.text : `${event.text}\n`;
  else if (event.type === "rule") step.rule = event.rule;
  else Object.assign(step, { end: event.at, error: event.error, value: event.value });
  return step;
}

/** The milliseconds in which at least one of the steps was running. */
function busyTime(steps: readonly Pick<StepReport, "begin" | "end">[]): number {
  let busy = 0;
  let until = 0;
  for (const { begin, end } of [...steps].sort((one, other) => one.begin - other.begin)) {
    if (end === null || end <= until) continue;
    busy += end - Math.max(begin, until);
    until = end;
  }
  return busy;
}

/** Steps that run other programs. */
const WORK = new Set(["sh", "checkout", "git"]);

/** The part of a time in which no script and no git command was running: the share of stagewright itself. */
export function ownTime({ builds }: Pick<Timeline, "builds">, milliseconds: number): number {
  const steps = builds.flatMap((build) => build.steps).filter(({ name, rule }) => WORK.has(name) && rule === null);
  return Math.max(0, milliseconds - busyTime(steps));
}

/** A stage that skipped its work because of its `when`. */
export interface Skipped {
  readonly stage: string;
  readonly reason: string;
}

/** The stage that a step reports as skipped; null if it reports something else. The library prints this sentence. */
export function skippedBy({ name, arguments: { message } }: Pick<StepReport, "name" | "arguments">): Skipped | null {
  const [, stage, reason] =
    (name === "echo" && /^Stage (\S+) is skipped: (.+)\. The release stays unchanged\.$/.exec(String(message))) || [];
  return stage === undefined || reason === undefined ? null : { stage, reason };
}

/** The stages of a build that were skipped. */
export function skippedIn({ steps }: Pick<BuildReport, "steps">): readonly Skipped[] {
  return steps.flatMap((step) => skippedBy(step) ?? []);
}
