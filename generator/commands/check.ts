import { keep } from "../project/compile-cache.ts";
import { compileHeld, outputOf } from "../project/compile-project.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";
import { Containment, compare, type FileStatus, isInterrupted, nodeFileSystem } from "../write/index.ts";
import { asTheSpecsSay, commandLine, type Drift, displayed, driftOf, driftResult, drifts } from "./drift.ts";

/** Says which emitted files are not what the specs compile to, and why; writes nothing there. Throws a Failure for a damaged manifest. */
export async function check(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileHeld(options, console);
  await reportFindings(compiled, options, console);
  const output = outputOf(compiled, options, console);
  if (output === null) {
    await printForPrograms(compiled, { json: { drift: [] } }, options, console);
    return 1;
  }
  const comparison = compare(output.out, output.expected);
  const interrupted = isInterrupted(new Containment(output.out, nodeFileSystem), nodeFileSystem);
  const drift = driftOf(comparison);
  const results = drift.map((file) => driftResult(file, displayed(output.out, console)));
  await printForPrograms(compiled, { json: { drift: drift.map(toJson), interrupted }, results }, options, console);
  if (options.format === "text") print(drift, interrupted, output.out, options, console);
  if (drift.length > 0 || interrupted) return 1;
  keep(compiled, output.out, comparison, options, console);
  return 0;
}

function toJson({ path, state, shard }: FileStatus): unknown {
  return { state, path, owner: ownerOf(shard) };
}

function print(
  drift: readonly FileStatus[],
  interrupted: boolean,
  out: string,
  options: Options,
  console: Console,
): void {
  if (interrupted) {
    console.print(
      `a run was interrupted (or is going on); to finish it: ${commandLine("stagewright generate", options)}\n`,
    );
  }
  for (const [state, { title, mend, command }] of Object.entries(drifts) as [Drift, (typeof drifts)[Drift]][]) {
    const files = drift.filter((file) => file.state === state);
    if (files.length === 0) continue;
    const lines = files.map((file) => `  ${file.path}\n`).join("");
    console.print(`${title} (${files.length})\n${lines}  ${mend}: ${commandLine(command, options)}\n`);
  }
  if (drift.length === 0 && !interrupted && !options.quiet) console.print(asTheSpecsSay(out, console));
}
