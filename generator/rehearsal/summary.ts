import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildResult } from "../rehearse/index.ts";
import type { JenkinsModel } from "../targets/jenkins/jenkins-model.ts";
import type { Driven } from "./drive.ts";
import { type Failing, locateFailure, stageAt } from "./locate.ts";
import { isByHand, seconds } from "./print-live.ts";
import type { NotStarted } from "./reach.ts";
import { type BuildReport, ownTime, type Skipped, skippedIn, type Timeline } from "./timeline.ts";

/** One build in the summary. */
export interface SummaryRow {
  readonly owner: string;
  readonly stages: readonly string[];
  readonly build: string;
  readonly result: string;
  /** Whether no commit starts this build: the rehearsal did, as a user. */
  readonly byHand: boolean;
  /** The stages that did nothing, because of their `when`. */
  readonly skipped: readonly Skipped[];
  readonly milliseconds: number;
  readonly version: string | null;
  readonly commit: string | null;
  /** `repository@sha256:…` of each image of the release. */
  readonly images: readonly string[];
}

/** The summary of a rehearsal. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly notStarted: readonly NotStarted[];
  readonly failures: readonly { readonly build: string; readonly failing: Failing }[];
  readonly milliseconds: number;
  /** The time in which no script and no git command was running: the share of the command itself. */
  readonly ownMilliseconds: number;
  /** The time from the start of the command to its first step; null if there was none. */
  readonly firstStepMilliseconds: number | null;
}

/** Summarizes builds by owner. The model is null for a foreign library. */
export function summarize(
  model: JenkinsModel | null,
  { builds: results, notStarted }: Driven,
  timeline: Timeline,
  started: number,
  firstStep: number | null = null,
): Summary {
  const rows = timeline.builds.map((build) => rowOf(model, build, results));
  const failures = timeline.builds.flatMap((build) => {
    const failing = locateFailure(model, build);
    return failing === null ? [] : [{ build: nameOf(build), failing }];
  });
  const milliseconds = Date.now() - started;
  const ownMilliseconds = ownTime(timeline, milliseconds);
  return {
    rows,
    notStarted,
    failures,
    milliseconds,
    ownMilliseconds,
    firstStepMilliseconds: firstStep && firstStep - started,
  };
}

function rowOf(model: JenkinsModel | null, build: BuildReport, results: readonly BuildResult[]): SummaryRow {
  const found = model === null ? null : stageAt(model, build, null);
  const stages = found?.service.stages.filter(({ job }) => job === found.stage.job).map(({ id }) => id) ?? [];
  const result = results.find(({ job, number }) => job === build.job && number === build.number);
  return {
    owner: found?.stage.owner ?? "",
    stages,
    build: nameOf(build),
    result: build.result ?? "running",
    byHand: found !== null && isByHand(build, found.stage),
    skipped: skippedIn(build),
    milliseconds: (build.end ?? build.begin) - build.begin,
    ...releaseOf(result),
  };
}

function nameOf({ job, number }: Pick<BuildReport, "job" | "number">): string {
  return `${job} #${number}`;
}

interface Release {
  readonly version?: string;
  readonly source?: { readonly commit?: string };
  readonly images?: Readonly<Record<string, { readonly repository?: string; readonly digest?: string }>>;
}

function releaseOf(result: BuildResult | undefined): Pick<SummaryRow, "version" | "commit" | "images"> {
  const file = join(result?.artifactsDir ?? "", "release.json");
  if (result === undefined || !existsSync(file)) return { version: null, commit: null, images: [] };
  const { version, source, images } = JSON.parse(readFileSync(file, "utf8")) as Release;
  const digests = Object.values(images ?? {}).map(({ repository, digest }) => `${repository}@${digest}`);
  return { version: version ?? null, commit: source?.commit ?? null, images: digests };
}

/** The summary as text: a table by owner, the failures with their places, and the time. */
export function printSummary(summary: Summary, prefix = ""): string {
  const { rows, notStarted, failures, milliseconds, ownMilliseconds, firstStepMilliseconds: first } = summary;
  const table = rows.map((row) => [
    row.owner,
    row.stages.join(", "),
    row.build,
    row.result,
    seconds(row.milliseconds),
    about(row),
  ]);
  const lines = ["", ...aligned([["owner", "stages", "build", "result", "time", "release"], ...table])];
  if (notStarted.length > 0) lines.push("");
  for (const { job, stages, reason } of notStarted)
    lines.push(`${job} (${stages.join(", ")}) is not started: ${reason}`);
  for (const { build, failing } of failures) lines.push("", ...failureLines(build, failing, prefix));
  const share = Math.round((ownMilliseconds / Math.max(1, milliseconds)) * 100);
  const start = first === null ? "" : `; the first step began after ${seconds(first)}`;
  lines.push(
    "",
    `${seconds(milliseconds)}, of which stagewright itself ${seconds(ownMilliseconds)} (${share} %)${start}`,
  );
  return `${lines.join("\n")}\n`;
}

function about({ byHand, skipped, version, commit, images }: SummaryRow): string {
  const digests = images.map((it) => it.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, "$1…"));
  return [byHand && "(started by hand)", ...skipped.map(skippedText), version, commit?.slice(0, 12), ...digests]
    .filter((it) => it)
    .join("  ");
}

function skippedText({ stage, reason }: Skipped): string {
  return `(${stage} skipped by when: ${reason})`;
}

/** Lines of a table with columns of equal width. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** The number of output lines of a failing script that are printed. */
const TAIL = 15;

/** A failure: its message, the script, the generated lines, the line of the spec and the owner. */
export function failureLines(build: string, failing: Failing, prefix = ""): string[] {
  const { message, fix, script, places, spec, owner } = failing;
  const output =
    script?.output
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "") ?? [];
  // The message is for the log of Jenkins. Here, the output is below it.
  const sentence = output.length > 0 ? message.replaceAll("the log above", "the output below") : message;
  const lines = [`error in ${build}: ${sentence.trim().split("\n").join("\n  ")}`];
  if (script !== null) {
    const label =
      script.arguments.label ??
      String(script.arguments.script ?? "")
        .trim()
        .split("\n")[0];
    const code = script.value === null ? "" : `  exit code ${script.value}`;
    lines.push(
      `  sh          ${label}${code}  (agent ${script.agent}${script.container && `, container ${script.container}`})`,
    );
  }
  for (const [index, { file, line, from }] of places.entries())
    lines.push(`  ${index === 0 ? "at        " : "called by "}  ${prefix}${file}:${line}  (${from})`);
  if (spec !== null)
    lines.push(
      `  spec        ${prefix}${spec.file}:${spec.line}  ${spec.key}${owner === null ? "" : `, owner ${owner}`}`,
    );
  if (fix !== null) lines.push(`  fix         ${fix}`);
  if (output.length > 0) lines.push("  output", ...output.slice(-TAIL).map((line) => `    | ${line}`));
  return lines;
}
