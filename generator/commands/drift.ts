import { relative } from "node:path";
import type { OtherResult } from "../diagnostics/sarif.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, Options } from "../terminal/console.ts";
import type { Comparison, FileState, FileStatus } from "../write/index.ts";

/** A state that `check` reports. */
export type Drift = Exclude<FileState, "clean">;

/** How each kind of drift is called, in the order in which it is reported, and what mends it. */
export const drifts: Readonly<
  Record<Drift, { readonly title: string; readonly mend: string; readonly command: string }>
> = {
  changed: {
    title: "edited by hand",
    mend: "say it in the specs; to give the edits up",
    command: "stagewright generate --force",
  },
  missing: { title: "missing", mend: "to write them again", command: "stagewright generate" },
  orphaned: {
    title: "orphaned: written once, no longer in the specs",
    mend: "to remove them",
    command: "stagewright generate",
  },
  stale: {
    title: "stale: the specs or stagewright moved on",
    mend: "to bring them up to date",
    command: "stagewright generate",
  },
  new: { title: "new: never generated", mend: "to write them", command: "stagewright generate" },
};

/** Everything that is not as compiled; the manifest's own shards only where they alone drifted. */
export function driftOf({ files, shards }: Comparison): readonly FileStatus[] {
  const drifted = files.filter((file) => file.state !== "clean");
  return drifted.length > 0 ? drifted : shards.filter((shard) => shard.state !== "clean");
}

/** A drifted file as a result of a SARIF log. */
export function driftResult({ path, state, shard }: FileStatus, out: string): OtherResult {
  const { title, mend, command } = drifts[state as Drift];
  return {
    rule: `drift/${state}`,
    title: `A file of the output is ${title}`,
    message: `${path} is ${title}; ${mend}: ${command}`,
    file: `${out}/${path}`,
    owner: ownerOf(shard),
  };
}

/** A command as the user has to type it here. */
export function commandLine(command: string, options: Options): string {
  const spec = options.spec === "stagewright.yaml" ? "" : ` --spec ${quote(options.spec)}`;
  const out = options.out === undefined ? "" : ` --out ${quote(options.out)}`;
  return `${command}${spec}${out}`;
}

/** What is printed where nothing drifted. */
export function asTheSpecsSay(out: string, console: Console): string {
  return `${displayed(out, console)} is what the specs say\n`;
}

/** What is printed where nothing was to be written. */
export function upToDate(out: string, files: number, console: Console): string {
  return `${displayed(out, console)} is up to date: ${files} files\n`;
}

/** The output folder as it is named from where the command runs; in full where a way to it would lead far up. */
export function displayed(out: string, console: Console): string {
  const way = relative(console.folder, out).replaceAll("\\", "/") || ".";
  return way.startsWith("../../") ? out : way;
}

function quote(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
