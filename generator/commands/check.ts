import { Containment, compare, type FileStatus, isInterrupted, nodeFileSystem } from "../write/index.ts";
import { ownerOf } from "./by-owner.ts";
import { compileProject, outputOf } from "./compiled.ts";
import type { Console, ExitCode, Options } from "./console.ts";
import { asTheSpecsSay, commandLine, type Drift, driftOf, drifts } from "./drift.ts";
import { printJson, reportFindings } from "./report.ts";

/** Says which emitted files are not what the specs compile to, and why; writes nothing. Throws a Failure for a damaged manifest. */
export async function check(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  await reportFindings(compiled, options, console);
  const output = outputOf(compiled, options, console);
  const json = options.format === "json";
  if (output === null) {
    if (json) await printJson(compiled, { drift: [] }, console);
    return 1;
  }
  const comparison = compare(output.out, output.expected);
  const interrupted = isInterrupted(new Containment(output.out, nodeFileSystem), nodeFileSystem);
  const drift = driftOf(comparison);
  if (json) await printJson(compiled, { drift: drift.map(toJson), interrupted }, console);
  else print(drift, interrupted, output.out, options, console);
  return drift.length === 0 && !interrupted ? 0 : 1;
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
