import { recall } from "../project/compile-cache.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { reportFindings } from "../terminal/report.ts";
import { asTheSpecsSay, upToDate } from "./drift.ts";
import type { GenerateOptions } from "./generate.ts";

/** `check` where nothing has changed since the last `generate`; null where a compile has to tell. */
export async function checkUnchanged(options: Options, console: Console): Promise<ExitCode | null> {
  const known = options.format === "text" ? await recall(options, console) : null;
  if (known === null) return null;
  await reportFindings(known.compiled, options, console);
  if (!options.quiet) console.print(asTheSpecsSay(known.out, console));
  return 0;
}

/** `generate` where nothing has changed since the last one; null where a compile has to tell. */
export async function generateUnchanged(options: GenerateOptions, console: Console): Promise<ExitCode | null> {
  const known = options.format === "text" && !options.hook ? await recall(options, console) : null;
  if (known === null) return null;
  await reportFindings(known.compiled, options, console);
  if (!options.quiet) console.print(upToDate(known.out, known.files, console));
  return 0;
}
