import { Failure } from "../diagnostics/failure.ts";
import type { GeneratedFile } from "../render/file.ts";
import { type DiskFile, type Mode, readDiskFile, WantedFile } from "./disk.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import {
  type Manifest,
  type ManifestEntry,
  readManifest,
  renderShard,
  type Shard,
  shardPath,
  siteShard,
} from "./manifest.ts";
import { matches, sameMode } from "./output-matches.ts";
import { Containment } from "./paths.ts";

/**
 * clean: equal to the compiled file. changed: edited or created by hand. missing: written earlier, but deleted. orphaned:
 * written earlier, but no longer compiled. stale: unedited, but the specs or the tool changed. new: never written.
 */
export type FileState = "clean" | "changed" | "missing" | "orphaned" | "stale" | "new";

export interface FileStatus {
  readonly path: string;
  readonly shard: string;
  readonly state: FileState;
  /** Null if the specs compile to no file at the path. */
  readonly wanted: WantedFile | null;
  /** Null if the output folder has no file at the path. */
  readonly found: DiskFile | null;
}

/** The expected content of the output folder. */
export interface Expected {
  readonly files: readonly GeneratedFile[];
  /** The tool's version. */
  readonly tool: string;
  /** Each shard's spec files with the SHA-256 of their values. */
  readonly inputs: (shard: string) => ReadonlyMap<string, string>;
}

export interface Comparison {
  readonly containment: Containment;
  /** Every compiled or recorded file, by path. */
  readonly files: readonly FileStatus[];
  /** The manifest's own shards, by path. */
  readonly shards: readonly FileStatus[];
}

/** Compares the compiled files with the manifest and the disk; writes nothing. Throws a Failure for a damaged manifest or an invalid path. */
export function compare(out: string, expected: Expected, fs: FileSystem = nodeFileSystem): Comparison {
  const containment = new Containment(out, fs);
  const manifest = readManifest(containment, fs);
  const recorded = recordedFiles(manifest);
  const statuses = new Map<string, FileStatus>();
  for (const file of checkUnique(expected.files)) {
    statuses.set(file.path, compareFile(file, recorded.get(file.path)?.entry ?? null, containment, fs));
  }
  for (const [path, { shard, entry }] of recorded) {
    if (statuses.has(path)) continue;
    const found = readDiskFile(containment, path, fs);
    if (found === null) continue;
    const state = matches(found, entry) ? "orphaned" : "changed";
    statuses.set(path, { path, shard, state, wanted: null, found });
  }
  const files = byPath([...statuses.values()]);
  return { containment, files, shards: compareShards(expectedShards(expected, files), manifest, containment, fs) };
}

function compareFile(
  file: GeneratedFile,
  entry: ManifestEntry | null,
  containment: Containment,
  fs: FileSystem,
): FileStatus {
  const wanted = new WantedFile(file.content, modeOf(file));
  const found = readDiskFile(containment, file.path, fs);
  return { path: file.path, shard: file.shard, state: stateOf(wanted, entry, found), wanted, found };
}

function modeOf({ executable }: GeneratedFile): Mode {
  return executable ? "0755" : "0644";
}

function stateOf(wanted: WantedFile, entry: ManifestEntry | null, found: DiskFile | null): FileState {
  if (found === null) return entry === null ? "new" : "missing";
  if (sameMode(found, wanted) && found.content.equals(Buffer.from(wanted.content))) return "clean";
  return entry !== null && matches(found, entry) ? "stale" : "changed";
}

/** The manifest shards of the compiled files; always with `site`, which contains the tool's version. */
function expectedShards(expected: Expected, statuses: readonly FileStatus[]): Map<string, Shard> {
  const files = new Map<string, Map<string, ManifestEntry>>([[siteShard, new Map()]]);
  for (const { path, shard, wanted } of statuses) {
    if (wanted === null) continue;
    const entries = files.get(shard) ?? new Map<string, ManifestEntry>();
    files.set(shard, entries.set(path, wanted));
  }
  return new Map(
    [...files].map(([name, entries]) => {
      const tool = name === siteShard ? expected.tool : null;
      return [name, { tool, inputs: expected.inputs(name), files: entries }];
    }),
  );
}

function compareShards(
  wantedShards: ReadonlyMap<string, Shard>,
  manifest: Manifest,
  containment: Containment,
  fs: FileSystem,
): FileStatus[] {
  const names = new Set([...wantedShards.keys(), ...manifest.keys()]);
  return byPath(
    [...names].map((name) => {
      const path = shardPath(name);
      const shard = wantedShards.get(name);
      const found = readDiskFile(containment, path, fs);
      const wanted = shard === undefined ? null : new WantedFile(renderShard(shard), "0644");
      return { path, shard: name, state: shardState(wanted, found), wanted, found };
    }),
  );
}

function shardState(wanted: FileStatus["wanted"], found: DiskFile | null): FileState {
  if (wanted === null) return "orphaned";
  if (found === null) return "new";
  return found.content.equals(Buffer.from(wanted.content)) ? "clean" : "stale";
}

function recordedFiles(manifest: Manifest): Map<string, { shard: string; entry: ManifestEntry }> {
  const recorded = new Map<string, { shard: string; entry: ManifestEntry }>();
  for (const [shard, { files }] of manifest) {
    for (const [path, entry] of files) recorded.set(path, { shard, entry });
  }
  return recorded;
}

/** Checks that no two paths are equal or differ only in case: on some systems they are the same file. */
function checkUnique(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const seen = new Map<string, string>();
  for (const { path } of files) {
    const other = seen.get(path.toLowerCase());
    if (other !== undefined)
      throw new Failure(`"${path}" and "${other}" would be the same file`, 1, "rename one of them in the specs");
    seen.set(path.toLowerCase(), path);
  }
  return files;
}

function byPath(statuses: FileStatus[]): FileStatus[] {
  return statuses.sort((a, b) => (a.path < b.path ? -1 : 1));
}
