import { compileProject } from "./compiled.ts";
import type { Console, ExitCode, Options } from "./console.ts";
import { printJson, reportFindings } from "./report.ts";

/** Checks the specs and writes nothing. Throws a Failure where a spec cannot be read. */
export async function validate(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  await reportFindings(compiled, options, console);
  if (options.format === "json") await printJson(compiled, {}, console);
  const services = compiled.project.input.services.length;
  const valid = compiled.result.files !== null;
  if (valid && !options.quiet && options.format === "text") {
    console.print(`${options.spec} and ${services} service ${services === 1 ? "file" : "files"} are valid\n`);
  }
  return valid ? 0 : 1;
}
