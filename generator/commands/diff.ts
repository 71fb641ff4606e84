import { createTwoFilesPatch } from "diff";
import { compileProject, outputOf } from "../project/compile-project.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printJson, reportFindings } from "../terminal/report.ts";
import { compare, type FileStatus } from "../write/index.ts";
import { displayed, driftOf } from "./drift.ts";

/** Prints the changes that `generate` would make, as a unified diff for `git apply`; writes nothing. Throws a Failure for a damaged manifest. */
export async function diff(options: Options, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  await reportFindings(compiled, options, console);
  const output = outputOf(compiled, options, console);
  const json = options.format === "json";
  if (output === null) {
    if (json) await printJson(compiled, { diff: [] }, console);
    return 1;
  }
  const out = displayed(output.out, console);
  const drift = driftOf(compare(output.out, output.expected)).filter(
    (file) => file.wanted !== null || file.found !== null,
  );
  if (json) await printJson(compiled, { diff: drift.map((file) => toJson(file, out)) }, console);
  else if (!options.quiet) for (const file of drift) console.print(patch(file, out));
  return drift.length === 0 ? 0 : 1;
}

function toJson(file: FileStatus, out: string): unknown {
  return { state: file.state, path: file.path, owner: ownerOf(file.shard), patch: patch(file, out) };
}

function patch({ path, found, wanted }: FileStatus, out: string): string {
  const name = out === "." ? path : `${out}/${path}`;
  const before = found?.content.toString("utf8") ?? "";
  const after = wanted?.content ?? "";
  const header = `diff --git a/${name} b/${name}\n${modes(found?.mode ?? null, wanted?.mode ?? null)}`;
  if (before === after) return header;
  const names = [found === null ? "/dev/null" : `a/${name}`, wanted === null ? "/dev/null" : `b/${name}`] as const;
  const body = createTwoFilesPatch(...names, before, after, undefined, undefined, { context: 3 });
  return header + body.slice(body.indexOf("--- "));
}

function modes(before: string | null, after: string | null): string {
  if (before === null) return `new file mode 10${after}\n`;
  if (after === null) return `deleted file mode 10${before}\n`;
  return before === after ? "" : `old mode 10${before}\nnew mode 10${after}\n`;
}
