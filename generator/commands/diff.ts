import { createTwoFilesPatch } from "diff";
import { compileProject, outputOf } from "../project/compile-project.ts";
import { pathInRepository } from "../project/repository.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printJson, reportFindings } from "../terminal/report.ts";
import { compareWhenIdle, type FileStatus, waitLimit } from "../write/index.ts";
import { displayed, interruptedRun } from "./drift.ts";
import { findReplacedJobs } from "./replaced-jobs.ts";

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
  const comparison = compareWhenIdle(output.out, output.expected, { limit: waitLimit, notify: console.warn });
  const { files, shards, interrupted } = comparison;
  if (interrupted !== null) console.warn(interruptedRun(interrupted, options));
  // Git applies a diff to paths relative to the root of the repository, in any current folder.
  const out = pathInRepository(output.out) ?? displayed(output.out, console);
  const drift = [...files, ...shards].filter(
    ({ state, wanted, found }) => state !== "clean" && (wanted !== null || found !== null),
  );
  if (json) await printJson(compiled, { diff: drift.map((file) => toJson(file, out)) }, console);
  else if (!options.quiet) for (const file of drift) console.print(Buffer.from(patch(file, out), "latin1"));
  const replaced = findReplacedJobs(output.model, comparison);
  if (!json && replaced !== null) console.warn(replaced);
  if (!json && !options.quiet && options.target !== undefined) console.warn(summary(files, options.target));
  return drift.length === 0 ? 0 : 1;
}

/** What a migration changes: its diff has all files of both products. */
function summary(files: readonly FileStatus[], target: string): string {
  const count = (is: (file: FileStatus) => boolean) =>
    files.filter((file) => file.state !== "clean" && is(file)).length;
  const added = count(({ found, wanted }) => found === null && wanted !== null);
  const removed = count(({ found, wanted }) => found !== null && wanted === null);
  const changed = count(({ found, wanted }) => found !== null && wanted !== null);
  return `files that generate --target ${target} would write: ${added} added, ${changed} changed, ${removed} removed\n`;
}

function toJson(file: FileStatus, out: string): unknown {
  const text = Buffer.from(patch(file, out), "latin1").toString("utf8");
  return { state: file.state, path: file.path, owner: ownerOf(file.shard), patch: text };
}

/** The patch of a file, each byte as one character: a file that was edited by hand need not be UTF-8. */
function patch({ path, found, wanted }: FileStatus, out: string): string {
  const name = out === "." || out === "" ? path : `${out}/${path}`;
  const before = found?.content.toString("latin1") ?? "";
  const after = bytesOf(wanted?.content ?? "");
  const [old, now] = [gitName(`a/${name}`), gitName(`b/${name}`)];
  const header = `diff --git ${old} ${now}\n${modes(found?.mode ?? null, wanted?.mode ?? null)}`;
  if (before === after) return header;
  const names = [found === null ? "/dev/null" : old, wanted === null ? "/dev/null" : now] as const;
  const body = createTwoFilesPatch("a", "b", before, after, undefined, undefined, { context: 3 });
  return `${header}--- ${ended(names[0])}\n+++ ${ended(names[1])}\n${body.slice(body.indexOf("@@ "))}`;
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** A file name in a diff; git quotes names with special characters like C. */
function gitName(name: string): string {
  const bytes = bytesOf(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
  if (!/[\u0000-\u001f"\\\u007f-\u00ff]/.test(bytes)) return bytes;
  const escaped = bytes.replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
    /[\u0000-\u001f"\\\u007f-\u00ff]/g,
    (char) => `\\${char === '"' || char === "\\" ? char : char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return `"${escaped}"`;
}

/** A tab ends a name with spaces, because a date can follow a name. */
function ended(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}

function modes(before: string | null, after: string | null): string {
  if (before === null) return `new file mode 10${after}\n`;
  if (after === null) return `deleted file mode 10${before}\n`;
  return before === after ? "" : `old mode 10${before}\nnew mode 10${after}\n`;
}
