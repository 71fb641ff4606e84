import { dirname } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { readDiskFile } from "./disk.ts";
import { errorCode, type FileSystem, makeFolders, nodeFileSystem } from "./file-system.ts";
import {
  type Change,
  clearStaged,
  closeJournal,
  type Interrupted,
  openJournal,
  readJournal,
  type Side,
  stagedPath,
  unknownPath,
} from "./journal.ts";
import { type Lock, lock, sweep, type Wait, waitLimit } from "./lock.ts";
import { isShard, listedIn, recordedPaths } from "./manifest.ts";
import { type Containment, ownFolder } from "./paths.ts";

/** Writes to the output folder. Only one writer is open at a time: it holds the lock until `close`. */
export class Writer {
  /** The modes that new files keep: the process's umask removes no bit of them. */
  private readonly keptModes = new Set<number>();

  private constructor(
    readonly containment: Containment,
    private readonly fs: FileSystem,
    private readonly held: Lock,
    /** The topmost folder that this run created. */
    private readonly created: string | undefined,
  ) {}

  /** Waits for other runs, then locks the output folder. Throws a Failure if another run takes too long. */
  static open(
    containment: Containment,
    fs: FileSystem = nodeFileSystem,
    wait: Wait = { limit: waitLimit, notify: () => {} },
  ): Writer {
    const own = dirname(containment.resolve(stagedPath));
    let created: string | undefined;
    for (let attempt = 0; ; attempt += 1) {
      created = makeFolders(own, fs) ?? created;
      try {
        const writer = new Writer(containment, fs, lock(containment, fs, wait), created);
        writer.clean();
        return writer;
      } catch (error) {
        // A failed first run removed the folder again.
        if (errorCode(error) !== "ENOENT" || attempt === 20) {
          removeEmptyUpTo(created, own, fs);
          throw error;
        }
      }
    }
  }

  /** Unlocks the output folder, and removes the folders that `open` created if they are empty. */
  close(): void {
    this.held.release();
    removeEmptyUpTo(this.created, dirname(this.containment.resolve(stagedPath)), this.fs);
  }

  /**
   * Completes the changes of an interrupted run, whose journal contains all of them; keeps files that were edited since.
   * Returns the number of changes; null if no run was interrupted. `planned` are the paths of the compiled files. Throws a
   * Failure if the journal cannot be used; `force` discards it.
   */
  recover(planned: Iterable<string>, force: boolean): number | null {
    const interrupted = readJournal(this.containment, this.fs);
    const problem = interrupted === null ? null : (interrupted.problem ?? this.checkPaths(interrupted, planned));
    if (problem !== null && !force) throw problem;
    if (problem !== null) {
      closeJournal(this.containment, this.fs);
      return 0;
    }
    for (const change of interrupted?.changes ?? []) this.complete(change);
    closeJournal(this.containment, this.fs);
    return interrupted === null ? null : interrupted.changes.length;
  }

  /**
   * Makes all changes or none. Changes a file only if it is still as it was compared, so that no edit is lost. Throws a
   * Failure, and reverts its own changes, if a file cannot be written.
   */
  commit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const started: Change[] = [];
    try {
      openJournal(changes, this.containment, this.fs);
      for (const change of changes) {
        this.held.refresh();
        const start = () => started.push(change);
        if (!this.put(change.path, change.before, change.after, start)) throw edited(change.path);
      }
    } catch (error) {
      this.rollBack(started);
      throw error;
    }
    closeJournal(this.containment, this.fs);
  }

  /** An interrupted run can only have changed files that are compiled now, or that a manifest lists before or after it. */
  private checkPaths({ changes }: Interrupted, planned: Iterable<string>): Failure | null {
    const known = new Set(planned);
    for (const path of recordedPaths(this.containment, this.fs)) known.add(path);
    for (const { path, before, after } of changes) {
      const shards = isShard(path) ? [before, after] : [];
      for (const side of shards) for (const file of side === null ? [] : listedIn(side.content, path)) known.add(file);
    }
    const unknown = changes.find(({ path }) => !isShard(path) && !known.has(path));
    return unknown === undefined ? null : unknownPath(unknown.path, this.containment);
  }

  private clean(): void {
    try {
      clearStaged(this.containment, this.fs);
      sweep(this.containment, this.fs);
    } catch (error) {
      this.held.release();
      throw error;
    }
  }

  private complete(change: Change): void {
    try {
      this.put(change.path, change.before, change.after);
    } catch (error) {
      // A file that was edited since is in the place of a folder; the comparison reports it.
      if (!(error instanceof Failure)) throw error;
    }
  }

  /** Reverts the changes that this run started; a file that another program changed since stays as it is. */
  private rollBack(started: readonly Change[]): void {
    clearStaged(this.containment, this.fs);
    for (const { path, before, after } of [...started].reverse()) {
      this.put(path, after, before);
      if (before === null) removeEmptyFoldersOf(path, this.containment);
    }
    closeJournal(this.containment, this.fs);
  }

  /**
   * Atomically replaces one version of a file by another; false, without a change, if the file is neither. Calls `start`
   * before the change.
   */
  private put(path: string, from: Side | null, to: Side | null, start: () => void = () => {}): boolean {
    const { containment, fs } = this;
    const found = readDiskFile(containment, path, fs);
    if (same(found, to)) return true;
    if (!same(found, from)) return false;
    const target = `${containment.out}/${path}`;
    start();
    if (to === null) {
      fs.unlinkSync(target);
      removeEmptyFoldersOf(path, containment);
      return true;
    }
    this.stage(to);
    if (from === null) containment.makeFoldersOf(path);
    try {
      this.moveStaged(path, from);
    } catch (error) {
      if (from === null) removeEmptyFoldersOf(path, containment);
      throw error;
    }
    return true;
  }

  /** Writes to a new file only: a file or link that someone put there is not written to. */
  private stage({ content, mode }: Side): void {
    const { containment, fs, keptModes } = this;
    const staged = `${containment.out}/${stagedPath}`;
    const bits = mode === "0755" ? 0o755 : 0o644;
    fs.writeFileSync(staged, content, { mode: bits, flag: "wx" });
    if (keptModes.has(bits)) return;
    if ((fs.lstatSync(staged).mode & 0o777) === bits) keptModes.add(bits);
    else fs.chmodSync(staged, bits);
  }

  /** Moves the staged file to its path. A run that was killed can have left empty folders there. */
  private moveStaged(path: string, from: Side | null): void {
    const { containment, fs } = this;
    const [staged, target] = [`${containment.out}/${stagedPath}`, `${containment.out}/${path}`];
    try {
      fs.renameSync(staged, target);
    } catch (error) {
      if (from !== null || !fs.lstatSync(target, { throwIfNoEntry: false })?.isDirectory()) throw error;
      removeEmptyFoldersIn(path, containment, fs);
      fs.renameSync(staged, target);
    }
  }
}

/** Removes the empty folders of a failed first run. */
function removeEmptyUpTo(top: string | undefined, from: string, fs: FileSystem): void {
  if (top === undefined) return;
  for (let folder = from; folder.length >= top.length; folder = dirname(folder)) {
    try {
      fs.rmdirSync(folder);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") return;
    }
  }
}

function same(a: Omit<Side, "content"> | null, b: Omit<Side, "content"> | null): boolean {
  if (a === null || b === null) return a === b;
  return a.sha256 === b.sha256 && (a.mode === b.mode || process.platform === "win32");
}

/** Removes the folders in the place of a file. A run that was killed can leave empty ones. */
function removeEmptyFoldersIn(path: string, containment: Containment, fs: FileSystem): void {
  const place = `${containment.out}/${path}`;
  if (fs.lstatSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const name of fs.readdirSync(place)) removeEmptyFoldersIn(`${path}/${name}`, containment, fs);
  containment.removeIfEmpty(path);
}

/** Removes the folders above a removed file that are now empty. */
function removeEmptyFoldersOf(path: string, containment: Containment): void {
  for (let folder = dirname(path); folder !== "." && folder !== ownFolder; folder = dirname(folder)) {
    if (!containment.removeIfEmpty(folder)) return;
  }
}

function edited(path: string): Failure {
  return new Failure(`"${path}" was changed while stagewright ran; nothing was written`, 1, "run it again");
}
