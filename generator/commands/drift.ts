import { relative } from "node:path";
import type { OtherResult } from "../diagnostics/sarif.ts";
import type { Project } from "../project/project.ts";
import { ownerOf } from "../terminal/by-owner.ts";
import type { Console, Options } from "../terminal/console.ts";
import { type Comparison, type FileState, type FileStatus, type Interrupted, manifestFolder } from "../write/index.ts";

/** A difference that `check` reports. */
export type Drift = Exclude<FileState, "clean"> | "copied" | "unplanned";

/** A file that differs. */
export type DriftedFile = Pick<FileStatus, "path" | "shard"> & {
  readonly state: Drift;
  /** The generated file of which it is a copy. */
  readonly source?: string;
};

/** The title and the fix of each kind of drift, in the order of the report. */
export const drifts: Readonly<
  Record<Drift, { readonly title: string; readonly fix: string; readonly command: string | null }>
> = {
  changed: {
    title: "edited by hand",
    fix: "make the change in the specs; to discard the edits, run",
    command: "stagewright generate --force",
  },
  missing: { title: "missing", fix: "to write them again, run", command: "stagewright generate" },
  orphaned: {
    title: "orphaned: generated earlier, no longer in the specs",
    fix: "to remove them, run",
    command: "stagewright generate",
  },
  stale: {
    title: "out of date: the specs or stagewright changed",
    fix: "to update them, run",
    command: "stagewright generate",
  },
  new: { title: "new: not generated yet", fix: "to write them, run", command: "stagewright generate" },
  copied: {
    title: "a copy that differs from its generated file",
    fix: "copy the generated file again",
    command: null,
  },
  unplanned: {
    title: "not generated, but in a folder that Jenkins, Argo CD or GitHub executes",
    fix: "remove them, or move them to another folder; a workflow of your own begins with the line # stagewright: not generated",
    command: null,
  },
};

/** The title and the fix of files that differ, if no manifest records what stagewright wrote. */
const unrecorded = {
  title: `different, and not recorded in ${manifestFolder}: edited by hand, or copied without this folder`,
  fix: "restore the folder, or copy it together with the files; to overwrite the files, run",
  command: "stagewright generate --force",
};

/** The title and the fix of a kind of drift. */
export function describeDrift(state: Drift, hasManifest: boolean): (typeof drifts)[Drift] {
  return state === "changed" && !hasManifest ? unrecorded : drifts[state];
}

/** The files in executed folders that no spec plans, and copies that differ from their generated files. */
export function unplannedOf({ unplanned, copies }: Comparison): readonly DriftedFile[] {
  return [
    ...copies
      .filter(({ isCurrent }) => !isCurrent)
      .map(({ path, shard, source }) => ({ path, shard, source, state: "copied" }) as const),
    ...unplanned.map((path) => ({ path, shard: "site", state: "unplanned" }) as const),
  ];
}

/** All files that differ from the compiled output; shards of the manifest only if no other file differs. */
export function driftOf({ files, shards }: Comparison): readonly FileStatus[] {
  const drifted = files.filter((file) => file.state !== "clean");
  return drifted.length > 0 ? drifted : shards.filter((shard) => shard.state !== "clean");
}

/** Converts a file that differs to a result of a SARIF log. */
export function driftResult(
  { path, state, shard, source }: Pick<DriftedFile, "path" | "shard" | "source"> & { readonly state: string },
  out: string,
  hasManifest: boolean,
): OtherResult {
  const { title, fix, command } = describeDrift(state as Drift, hasManifest);
  return {
    rule: `drift/${state}`,
    title: `A generated file is ${title}`,
    message: `${path} is ${title}${source === undefined ? "" : `, ${source}`}; ${fix}${command === null ? "" : `: ${command}`}`,
    file: `${out}/${path}`,
    owner: ownerOf(shard),
  };
}

/** The message about a run that was interrupted. */
export function interruptedRun({ problem }: Interrupted, options: Options): string {
  if (problem !== null) return `${problem.message}\n  ${problem.hint}\n`;
  return `a run was interrupted; to finish it, run: ${commandLine("stagewright generate", options)}\n`;
}

/** The command with the options that the user needs in the current folder. */
export function commandLine(command: string, options: Options): string {
  const spec = options.spec === "stagewright.yaml" ? "" : ` --spec ${quote(options.spec)}`;
  const out = options.out === undefined ? "" : ` --out ${quote(options.out)}`;
  return `${command}${spec}${out}`;
}

/** The message of `check` if no file differs. */
export function matchesSpecs(out: string, console: Console): string {
  return `${displayed(out, console)} matches the specs\n`;
}

/** The message of `generate` if there is nothing to write. */
export function upToDate(out: string, files: number, console: Console): string {
  return `${displayed(out, console)} is up to date: ${files} files\n`;
}

/** The message of `validate` if there is no error. */
export function validSpecs(spec: string, { input }: Project): string {
  const services = input.services.length;
  return `valid: ${spec} and ${services} service ${services === 1 ? "file" : "files"}\n`;
}

/** The output folder relative to the current folder; absolute if it is two or more levels above. */
export function displayed(out: string, console: Console): string {
  const path = relative(console.folder, out).replaceAll("\\", "/") || ".";
  return path.startsWith("../../") ? out : path;
}

/** A file of the output folder, relative to the current folder like the output folder. */
export function displayedFile(out: string, file: string, console: Console): string {
  const folder = displayed(out, console);
  return folder === "." ? file : `${folder}/${file}`;
}

function quote(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
