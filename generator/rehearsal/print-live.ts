import type { RunEvent } from "../rehearse/index.ts";
import type { JenkinsModel, JenkinsStage } from "../targets/jenkins/jenkins-model.ts";
import { stageAt } from "./locate.ts";
import { type BuildReport, type StepReport, skippedBy, type Timeline } from "./timeline.ts";

/** Steps that only group others or set variables; without `--verbose` they are not printed. */
const QUIET = new Set([
  ...[
    "withEnv",
    "dir",
    "script",
    "stage",
    "timeout",
    "catchError",
    "node",
    "ws",
    "properties",
    "echo",
    "milestone",
    "parallel",
  ],
  ...[
    "libraryResource",
    "fileExists",
    "readFile",
    "writeFile",
    "readJSON",
    "writeJSON",
    "deleteDir",
    "isUnix",
    "pwd",
    "container",
  ],
  ...[
    "findFiles",
    "withCredentials",
    "lock",
    "podTemplate",
    "retry",
    "waitUntil",
    "error",
    "stash",
    "unstash",
    "readYaml",
    "tool",
  ],
  ...["timestamps", "ansiColor", "getContext", "sleep", "load", "copyArtifacts"],
]);

/** The width of the column with the steps. */
const STEP_WIDTH = 66;

/** The milliseconds without news from a build after which another build is shown. */
const PATIENCE_MS = 1500;

/** What the live output shows. */
export interface LiveOptions {
  /** All steps, and the output of the scripts. */
  readonly verbose: boolean;
}

/** Prints events as lines. */
export interface Live {
  /** The lines to print after an event. */
  add(event: RunEvent, timeline: Timeline): readonly string[];
  /** The lines that still wait, at the end of a rehearsal. */
  end(timeline: Timeline): readonly string[];
}

/**
 * Prints the job with its owner, then its stages and steps with their times. Events of other builds wait until the shown
 * build ends or is silent, so that the lines of a job stay together and in order.
 */
export function liveLines(model: () => JenkinsModel | null, options: LiveOptions): Live {
  const waiting: RunEvent[] = [];
  const shown = { build: "", stage: "", last: 0, open: false };
  const print = (event: RunEvent, timeline: Timeline): readonly string[] => {
    const build = timeline.builds.find(({ job, number }) => nameOf(event) === nameOf({ job, number }));
    if (build === undefined) return [];
    const body = linesOf(event, build, options);
    const header = shown.build === nameOf(event) ? [] : headerOf(event, build, model());
    if (body.lines.length === 0 && event.type !== "build") return [];
    if (header.length > 0) shown.stage = "";
    const stage = body.stage !== "" && body.stage !== shown.stage ? [`  ${body.stage}`] : [];
    Object.assign(shown, {
      build: nameOf(event),
      stage: body.stage || shown.stage,
      last: event.at,
      open: event.type !== "finished",
    });
    return [...header, ...stage, ...body.lines];
  };
  /** Prints all events of the shown build, then of the next one if it ended, or if this build need not go on. */
  const drain = (timeline: Timeline, isSilent: boolean): readonly string[] => {
    const lines: string[] = [];
    while (waiting.length > 0) {
      const index = waiting.findIndex((it) => nameOf(it) === shown.build);
      if (shown.open && index < 0 && !isSilent) break;
      const [event] = waiting.splice(shown.open && index >= 0 ? index : 0, 1);
      if (event !== undefined) lines.push(...print(event, timeline));
    }
    return lines;
  };
  return {
    add(event, timeline) {
      waiting.push(event);
      return drain(timeline, event.at - shown.last > PATIENCE_MS);
    },
    end: (timeline) => drain(timeline, true),
  };
}

function nameOf({ job, number }: Pick<RunEvent, "job" | "number">): string {
  return `${job} #${number}`;
}

/** Whether a user starts a build that no commit starts. */
export function isByHand({ cause }: BuildReport, { kind }: Pick<JenkinsStage, "kind">): boolean {
  return kind !== "source" && cause.startsWith("Started by user");
}

function headerOf(event: RunEvent, build: BuildReport, model: JenkinsModel | null): string[] {
  const found = model === null ? null : stageAt(model, build, null);
  return [
    "",
    found === null
      ? nameOf(event)
      : `${nameOf(event)}  (owner: ${found.stage.owner}${isByHand(build, found.stage) ? ", started by hand" : ""})`,
  ];
}

/** The lines of one event below its stage. */
function linesOf(
  event: RunEvent,
  build: BuildReport,
  { verbose }: LiveOptions,
): { stage: string; lines: readonly string[] } {
  if (event.type === "finished") return { stage: "", lines: [`  ${event.result}  ${seconds(event.at - build.begin)}`] };
  const step = "step" in event ? build.steps.find((it) => it.step === event.step) : undefined;
  if (step === undefined) return { stage: "", lines: [] };
  const stage = step.stage;
  if (event.type === "output" && verbose) return { stage, lines: indented(event.text, "      | ") };
  return { stage, lines: event.type === "end" && (verbose || isShown(step)) ? [stepLine(step)] : [] };
}

function isShown(step: StepReport): boolean {
  return !QUIET.has(step.name) || step.rule !== null || skippedBy(step) !== null;
}

function stepLine(step: StepReport): string {
  const text = `    ${step.name}  ${describe(step)}`.trimEnd();
  const time = seconds((step.end ?? step.begin) - step.begin);
  const dots = ".".repeat(Math.max(2, STEP_WIDTH - text.length));
  const exit =
    step.name === "sh" && typeof step.value === "number" && step.value !== 0 ? `  exit code ${step.value}` : "";
  const rule =
    step.rule === null || step.rule === "stop" || step.rule === "record"
      ? ""
      : `  (${step.rule === "dry" ? "not run" : `planted: ${step.rule}`})`;
  const stopped = step.rule === "stop" ? "  (not started: after the last stage)" : "";
  return `${text} ${dots} ${time}${step.error === null ? exit : "  FAILED"}${rule}${stopped}`;
}

/** The argument that identifies a step for its reader. */
export function describe({ name, arguments: given }: Pick<StepReport, "name" | "arguments">): string {
  const { label, script, job, message, artifacts, testResults, url, scm } = given;
  const text = label ?? job ?? message ?? artifacts ?? testResults ?? url ?? script ?? remoteOf(scm) ?? "";
  const line = String(text).trim().split("\n")[0] ?? "";
  return name === "checkout" && line === "" ? "scm" : line.length > 50 ? `${line.slice(0, 49)}…` : line;
}

function remoteOf(scm: unknown): string | null {
  const remotes = (scm as { arguments?: { userRemoteConfigs?: readonly { url?: string }[] } } | undefined)?.arguments;
  return remotes?.userRemoteConfigs?.[0]?.url ?? null;
}

function indented(text: string, indent: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `${indent}${line}`);
}

/** A duration in seconds, with one decimal below a minute. */
export function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return value < 60 ? `${value.toFixed(1)} s` : `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}
