import { compileProject } from "../project/compile-project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";

/** Holds all Groovy that the specs make, the site's own included, to what Jenkins runs faithfully; writes nothing. Throws a Failure where the checker cannot be had. */
export async function dialect(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  const { files } = compiled.result;
  const held =
    files === null ? compiled : await (await import("../project/lint-own-groovy.ts")).holdAllGroovy(compiled, console);
  await reportFindings(held, options, console);
  await printForPrograms(held, { json: {} }, options, console);
  if (held.result.files === null) return 1;
  const groovy = held.result.files.filter(({ path }) => /(\.groovy|Jenkinsfile)$/.test(path)).length;
  if (options.format === "text" && !options.quiet)
    console.print(`${groovy} files of Groovy are as Jenkins runs them\n`);
  return 0;
}
