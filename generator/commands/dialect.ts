import { compileProject } from "../project/compile-project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";

/** Checks all generated Groovy and the site's own for code that Jenkins runs differently; writes nothing. Throws a Failure if the checker is not available. */
export async function dialect(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  const { files } = compiled.result;
  const linted =
    files === null ? compiled : await (await import("../project/lint-own-groovy.ts")).lintAllGroovy(compiled, console);
  await reportFindings(linted, options, console);
  await printForPrograms(linted, { json: {} }, options, console);
  if (linted.result.files === null) return 1;
  const groovy = linted.result.files.filter(({ path }) => /(\.groovy|Jenkinsfile)$/.test(path)).length;
  if (options.format === "text" && !options.quiet)
    console.print(`checked ${groovy} Groovy ${groovy === 1 ? "file" : "files"}: Jenkins runs them as written\n`);
  return 0;
}
