import { writeCache } from "../project/compile-cache.ts";
import { compileAndLint, outputOf } from "../project/compile-project.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";
import { type Comparison, compareWhenIdle, waitLimit } from "../write/index.ts";
import {
  commandLine,
  type Drift,
  type DriftedFile,
  describeDrift,
  displayed,
  displayedFile,
  driftOf,
  driftResult,
  drifts,
  interruptedRun,
  matchesSpecs,
  unplannedOf,
} from "./drift.ts";
import { noteFormerFolders } from "./former-folders.ts";

/** Reports the generated files that differ from the specs, and why; writes nothing there. Throws a Failure for a damaged manifest. */
export async function check(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileAndLint(options, console);
  await reportFindings(compiled, options, console);
  const output = outputOf(compiled, options, console);
  if (output === null) {
    await printForPrograms(compiled, { json: { drift: [] } }, options, console);
    return 1;
  }
  const comparison = compareWhenIdle(output.out, output.expected, { limit: waitLimit, notify: console.warn });
  const { interrupted } = comparison;
  const drift = [...(driftOf(comparison) as readonly DriftedFile[]), ...unplannedOf(comparison)];
  const results = drift.map((file) => driftResult(file, displayed(output.out, console), comparison.hasManifest));
  const json = { drift: drift.map(toJson), interrupted: interrupted !== null };
  await printForPrograms(compiled, { json, results }, options, console);
  if (options.format === "text") print(drift, comparison, output.out, options, console);
  noteFormerFolders(compiled.project, output, comparison, options, console);
  if (drift.length > 0 || interrupted !== null) return 1;
  writeCache(compiled, output.out, comparison, options, console);
  return 0;
}

function toJson({ path, state, shard, source }: DriftedFile): unknown {
  return { state, path, ...(source === undefined ? {} : { source }), owner: ownerOf(shard) };
}

function named({ path, source }: DriftedFile, out: string, console: Console): string {
  const shown = displayedFile(out, path, console);
  return source === undefined ? shown : `${shown} (generated file: ${displayedFile(out, source, console)})`;
}

function print(
  drift: readonly DriftedFile[],
  { interrupted, hasManifest }: Comparison,
  out: string,
  options: Options,
  console: Console,
): void {
  if (interrupted !== null) console.print(interruptedRun(interrupted, options));
  for (const state of Object.keys(drifts) as Drift[]) {
    const { title, fix, command } = describeDrift(state, hasManifest);
    const files = drift.filter((file) => file.state === state);
    if (files.length === 0) continue;
    const lines = files.map((file) => `  ${named(file, out, console)}\n`).join("");
    console.print(
      `${title} (${files.length})\n${lines}  ${fix}${command === null ? "" : `: ${commandLine(command, options)}`}\n`,
    );
  }
  if (drift.length === 0 && interrupted === null && !options.quiet) console.print(matchesSpecs(out, console));
}
