import { analyse } from "../compile.ts";
import type { Console, ExitCode, Options } from "./console.ts";
import { loadProject } from "./project.ts";
import { printJson, printSarif, reportFindings } from "./report.ts";

export interface ValidateOptions extends Omit<Options, "format"> {
  readonly format: Options["format"] | "sarif";
}

/** Checks the specs and writes nothing. Throws a Failure where a spec cannot be read. */
export async function validate(options: ValidateOptions, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const analysed = { project, result: analyse(project.input) };
  const { format } = options;
  if (format === "sarif") await printSarif(analysed, console);
  else await reportFindings(analysed, { ...options, format }, console);
  if (format === "json") await printJson(analysed, {}, console);
  const services = project.input.services.length;
  const valid = analysed.result.model !== null;
  if (valid && !options.quiet && options.format === "text") {
    console.print(`${options.spec} and ${services} service ${services === 1 ? "file" : "files"} are valid\n`);
  }
  return valid ? 0 : 1;
}
