import type { Model } from "../model/model.ts";
import type { RunEvent } from "../rehearse/index.ts";
import { stageAt } from "./locate.ts";
import type { StepReport, Timeline } from "./timeline.ts";

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

/** The milliseconds after which a step is printed when it begins, too. */
const LONG_LINE = 66;

/** What the live output shows. */
export interface LiveOptions {
  /** All steps, and the output of the scripts. */
  readonly verbose: boolean;
}

/** Returns the lines to print for an event: the job with its owner, then its stages and steps with their times. */
export function liveLines(model: () => Model | null, { verbose }: LiveOptions) {
  let shown = { job: "", stage: "" };
  return (event: RunEvent, timeline: Timeline): readonly string[] => {
    const build = timeline.builds.find(({ job, number }) => job === event.job && number === event.number);
    if (build === undefined) return [];
    const header = () => {
      const name = `${event.job} #${event.number}`;
      if (shown.job === name) return [];
      shown = { job: name, stage: "" };
      const known = model();
      const found = known === null ? null : stageAt(known, build, null);
      return ["", found === null ? name : `${name}  (owner: ${found.stage.owner})`];
    };
    if (event.type === "build") return header();
    if (event.type === "finished") return [...header(), `  ${event.result}  ${seconds(event.at - build.begin)}`];
    const step = "step" in event ? build.steps.find((it) => it.step === event.step) : undefined;
    if (step === undefined) return [];
    if (event.type === "output" && verbose) return [...header(), ...indented(event.text, "      | ")];
    if (event.type !== "end" || !(verbose || isShown(step))) return [];
    const stage = step.stage
      .split(" / ")
      .filter((it) => it !== "")
      .join(" / ");
    const stageLine = stage !== "" && shown.stage !== `${event.job} ${stage}` ? [`  ${stage}`] : [];
    const lines = [...header(), ...stageLine, stepLine(step)];
    if (stage !== "") shown = { ...shown, stage: `${event.job} ${stage}` };
    return lines;
  };
}

function isShown(step: StepReport): boolean {
  return !QUIET.has(step.name) || step.rule !== null;
}

function stepLine(step: StepReport): string {
  const text = `    ${step.name}  ${describe(step)}`.trimEnd();
  const time = seconds((step.end ?? step.begin) - step.begin);
  const dots = ".".repeat(Math.max(2, LONG_LINE - text.length));
  const exit =
    step.name === "sh" && typeof step.value === "number" && step.value !== 0 ? `  exit code ${step.value}` : "";
  const rule =
    step.rule === null || step.rule === "stop"
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
