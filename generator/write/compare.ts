import { Failure } from "../diagnostics/failure.ts";
import type { GeneratedFile } from "../render/file.ts";
import { type Copy, compareCopies } from "./copies.ts";
import { DiskFile, readDiskFile, WantedFile } from "./disk.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { normalizedByGit } from "./git.ts";
import { type Change, type Interrupted, readJournal } from "./journal.ts";
import {
  jobsShard,
  listShards,
  type Manifest,
  type ManifestEntry,
  readManifest,
  renderShard,
  type Shard,
  shardPath,
  siteShard,
} from "./manifest.ts";
import { matches } from "./output-matches.ts";
import { Containment } from "./paths.ts";
import { unplannedFiles } from "./unplanned.ts";

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
  /** Each job's service; empty if the product has no jobs. */
  readonly jobs: () => ReadonlyMap<string, string>;
  /** Folders that other tools execute completely: a file there that no spec plans is a finding. */
  readonly executed?: readonly string[];
  /** Paths to which a user copies generated files, with the paths of these files. */
  readonly copies?: () => ReadonlyMap<string, string>;
}

export interface Comparison {
  readonly containment: Containment;
  /** Every compiled or recorded file, by path. */
  readonly files: readonly FileStatus[];
  /** The manifest's own shards, by path. */
  readonly shards: readonly FileStatus[];
  /** Copies of compiled files in executed folders. */
  readonly copies: readonly Copy[];
  /** Files in executed folders that are neither compiled nor recorded, nor copies. */
  readonly unplanned: readonly string[];
  /** The service of each recorded job; null if the manifest records none. */
  readonly recordedJobs: ReadonlyMap<string, string> | null;
  /** Whether a manifest records what was written. */
  readonly hasManifest: boolean;
  /** The changes of an interrupted run; null if there was none. */
  readonly interrupted: Interrupted | null;
}

/** Compares the compiled files with the manifest and the disk; writes nothing. Throws a Failure for a damaged manifest or an invalid path. */
export function compare(out: string, expected: Expected, fs: FileSystem = nodeFileSystem): Comparison {
  const containment = new Containment(out, fs);
  const disk = new Disk(containment, fs);
  const shardNames = listShards(containment, fs);
  disk.read(shardNames.map(shardPath));
  const manifest = readManifest(shardNames, (path) => disk.find(path));
  const recorded = recordedFiles(manifest);
  const compiled = new Map(checkUnique(expected.files).map((file) => [file.path, new WantedFile(file)]));
  disk.read([...compiled.keys(), ...recorded.keys()], (path) => recorded.has(path) && !compiled.has(path), compiled);
  const interrupted = readJournal(containment, fs);
  const edited = new Edited(recorded, interrupted?.changes ?? []);
  const files: FileStatus[] = [];
  for (const { path, shard } of expected.files) {
    const wanted = compiled.get(path) as WantedFile;
    const state = stateOf(wanted, disk.asCommitted(path), !edited.has(path, disk), recorded.has(path));
    files.push({ path, shard, state, wanted, found: disk.find(path) });
  }
  for (const [path, { shard }] of recorded) {
    const found = disk.find(path);
    if (compiled.has(path) || found === null) continue;
    files.push({ path, shard, state: edited.has(path, disk) ? "changed" : "orphaned", wanted: null, found });
  }
  const isPlanned = (path: string) => compiled.has(path) || recorded.has(path);
  const others = unplannedFiles(expected.executed ?? [], isPlanned, containment, fs);
  const copies = findCopies(others, expected, files, disk);
  const unplanned = others.filter((path) => !copies.some((copy) => copy.path === path));
  const shards = compareShards(expectedShards(expected, files), manifest, disk);
  const hasManifest = manifest.size > 0;
  const recordedJobs = manifest.get(jobsShard)?.jobs ?? null;
  return { containment, files: byPath(files), shards, copies, unplanned, recordedJobs, hasManifest, interrupted };
}

function findCopies(
  paths: readonly string[],
  { copies }: Expected,
  files: readonly FileStatus[],
  disk: Disk,
): readonly Copy[] {
  if (paths.length === 0 || copies === undefined) return [];
  return compareCopies(paths, copies(), files, (path) => {
    disk.read([path]);
    return disk.asCommitted(path);
  });
}

/** The files of the output folder, as they are and as git would commit them. */
class Disk {
  private readonly files = new Map<string, DiskFile | null>();
  private readonly committed = new Map<string, DiskFile>();

  constructor(
    private readonly containment: Containment,
    private readonly fs: FileSystem,
  ) {}

  /** Reads files; `isLeaving` names files that the run removes. Does not keep the content of a file that is as wanted. */
  read(
    paths: readonly string[],
    isLeaving: (path: string) => boolean = () => false,
    wanted: ReadonlyMap<string, WantedFile> = new Map(),
  ): void {
    const normalized = new Map<string, Buffer>();
    for (const path of paths) {
      if (this.files.has(path)) continue;
      const found = readDiskFile(this.containment, path, this.fs, isLeaving);
      this.files.set(path, found);
      // Generated files contain no carriage return.
      if (found?.content.includes("\r\n")) normalized.set(path, withoutReturns(found.content));
      const expected = wanted.get(path);
      if (expected !== undefined) found?.freeIfEqual(expected);
    }
    for (const path of normalizedByGit(this.containment.out, normalized)) {
      const [content, mode] = [normalized.get(path), this.find(path)?.mode];
      if (content !== undefined && mode !== undefined) this.committed.set(path, new DiskFile(content, mode));
    }
  }

  find(path: string): DiskFile | null {
    return this.files.get(path) ?? null;
  }

  /** The file with the line breaks that git commits. */
  asCommitted(path: string): DiskFile | null {
    return this.committed.get(path) ?? this.find(path);
  }
}

function withoutReturns(content: Buffer): Buffer {
  return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/** Decides which files were edited by hand: they are neither as recorded, nor as an interrupted run found or wrote them. */
class Edited {
  private readonly interrupted: ReadonlyMap<string, Change>;

  constructor(
    private readonly recorded: ReadonlyMap<string, { readonly entry: ManifestEntry }>,
    changes: readonly Change[],
  ) {
    this.interrupted = new Map(changes.map((change) => [change.path, change]));
  }

  has(path: string, disk: Disk): boolean {
    const [found, entry, change] = [
      disk.asCommitted(path),
      this.recorded.get(path)?.entry,
      this.interrupted.get(path),
    ] as const;
    if (found === null) return false;
    return ![entry, change?.before, change?.after].some((it) => it && matches(found, it));
  }
}

function stateOf(wanted: WantedFile, found: DiskFile | null, unedited: boolean, recorded: boolean): FileState {
  if (found === null) return recorded ? "missing" : "new";
  if (matches(found, wanted)) return "clean";
  return unedited ? "stale" : "changed";
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
      const jobs = name === jobsShard ? expected.jobs() : null;
      return [name, { tool, inputs: expected.inputs(name), files: entries, jobs }];
    }),
  );
}

function compareShards(wantedShards: ReadonlyMap<string, Shard>, manifest: Manifest, disk: Disk): FileStatus[] {
  const names = [...new Set([...wantedShards.keys(), ...manifest.keys()])];
  const leaving = new Set(names.filter((name) => !wantedShards.has(name)).map(shardPath));
  disk.read(names.map(shardPath), (path) => leaving.has(path));
  return byPath(
    names.map((name) => {
      const path = shardPath(name);
      const shard = wantedShards.get(name);
      const wanted = shard === undefined ? null : new WantedFile({ content: renderShard(shard), executable: false });
      const state = shardState(wanted, disk.asCommitted(path));
      return { path, shard: name, state, wanted, found: disk.find(path) };
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
