import { readAnalysis, readCache } from "../project/compile-cache.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { reportFindings } from "../terminal/report.ts";
import { matchesSpecs, upToDate, validSpecs } from "./drift.ts";
import type { GenerateOptions } from "./generate.ts";

/** Runs `check` from the cache if nothing changed since the last run; null if a compile is necessary. */
export async function checkUnchanged(options: Options, console: Console): Promise<ExitCode | null> {
  const hit = options.format === "text" ? await readCache(options, console) : null;
  if (hit === null) return null;
  await reportFindings(hit.compiled, options, console);
  if (!options.quiet) console.print(matchesSpecs(hit.out, console));
  return 0;
}

/** Runs `generate` from the cache if nothing changed since the last run; null if a compile is necessary. */
export async function generateUnchanged(options: GenerateOptions, console: Console): Promise<ExitCode | null> {
  const hit = options.format === "text" && !options.hook ? await readCache(options, console) : null;
  if (hit === null) return null;
  await reportFindings(hit.compiled, options, console);
  if (!options.quiet) console.print(upToDate(hit.out, hit.files, console));
  return 0;
}

/** Runs `validate` from the cache if nothing changed since the last run; null if an analysis is necessary. */
export async function validateUnchanged(options: Options, console: Console): Promise<ExitCode | null> {
  const analysed = options.format === "text" ? await readAnalysis(options, console) : null;
  if (analysed === null) return null;
  await reportFindings(analysed, options, console);
  if (!options.quiet) console.print(validSpecs(options.spec, analysed.project));
  return 0;
}
