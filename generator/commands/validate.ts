import { analyse } from "../compile.ts";
import { writeAnalysis } from "../project/compile-cache.ts";
import { loadProject } from "../project/project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";
import { validSpecs } from "./drift.ts";

/** Checks the specs and writes nothing. Throws a Failure if a spec cannot be read. */
export async function validate(options: Options, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const services = project.input.services.length;
  const analysed = {
    project,
    result: working(["checking", services, "services"], console, () => analyse(project.input)),
  };
  await reportFindings(analysed, options, console);
  await printForPrograms(analysed, { json: {} }, options, console);
  const valid = analysed.result.model !== null;
  if (valid) writeAnalysis(analysed, options, console);
  if (valid && !options.quiet && options.format === "text") console.print(validSpecs(options.spec, project));
  return valid ? 0 : 1;
}
