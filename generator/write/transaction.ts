import { dirname, join } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { readDiskFile } from "./disk.ts";
import { errorCode, type FileSystem, makeFolders, nodeFileSystem } from "./file-system.ts";
import {
  type Change,
  clearStaged,
  closeJournal,
  isInterrupted,
  openJournal,
  readJournal,
  type Side,
  stagedPath,
} from "./journal.ts";
import { lock } from "./lock.ts";
import type { Containment } from "./paths.ts";

/**
 * Makes all changes or none. Changes a file only if it is still as it was compared, so that no edit is lost. Throws a
 * Failure, and restores the old files, if a file cannot be written.
 */
export function commit(changes: readonly Change[], containment: Containment, fs: FileSystem = nodeFileSystem): void {
  if (changes.length === 0) return;
  withLock(containment, fs, () => {
    try {
      openJournal(changes, containment, fs);
      for (const change of changes) {
        if (!put(change.path, change.before, change.after, containment, fs)) throw edited(change.path);
      }
    } catch (error) {
      rollBack(changes, containment, fs);
      closeJournal(containment, fs);
      throw error;
    }
    closeJournal(containment, fs);
    removeEmptyFolders(removals(changes), containment, fs);
  });
}

/**
 * Completes the changes of a killed run, whose journal contains all of them; keeps files that were edited since.
 * Returns whether there was such a run. Throws a Failure if it cannot complete the changes.
 */
export function recover(containment: Containment, fs: FileSystem = nodeFileSystem): boolean {
  if (!isInterrupted(containment, fs)) return false;
  withLock(containment, fs, () => {
    const changes = readJournal(containment, fs) ?? [];
    for (const change of changes) put(change.path, change.before, change.after, containment, fs);
    closeJournal(containment, fs);
    removeEmptyFolders(removals(changes), containment, fs);
  });
  return true;
}

function withLock(containment: Containment, fs: FileSystem, work: () => void): void {
  const own = dirname(containment.resolve(stagedPath));
  const created = makeFolders(own, fs);
  const unlock = lock(containment, fs);
  try {
    clearStaged(containment, fs);
    work();
  } finally {
    unlock();
    if (created !== undefined) removeEmptyUpTo(created, own, fs);
  }
}

/** Removes the empty folders of a failed first run. */
function removeEmptyUpTo(top: string, from: string, fs: FileSystem): void {
  for (let folder = from; folder.length >= top.length; folder = dirname(folder)) {
    if (!removeIfEmpty(folder, fs)) return;
  }
}

function rollBack(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  clearStaged(containment, fs);
  for (const change of [...changes].reverse()) put(change.path, change.after, change.before, containment, fs);
  const added = changes.filter(({ before }) => before === null);
  removeEmptyFolders(added, containment, fs);
}

function removals(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ after }) => after === null);
}

/** Atomically replaces one version of a file by another; false, without a change, if the file is neither. */
function put(path: string, from: Side | null, to: Side | null, containment: Containment, fs: FileSystem): boolean {
  const found = readDiskFile(containment, path, fs);
  if (same(found, to)) return true;
  if (!same(found, from)) return false;
  const target = `${containment.out}/${path}`;
  if (to === null) {
    fs.unlinkSync(target);
    return true;
  }
  stage(to, containment, fs);
  if (from === null) containment.makeFoldersOf(path);
  fs.renameSync(`${containment.out}/${stagedPath}`, target);
  return true;
}

/** Writes to a new file only: a file or link that someone put there is not written to. */
function stage({ content, mode }: Side, { out }: Containment, fs: FileSystem): void {
  const staged = `${out}/${stagedPath}`;
  const bits = mode === "0755" ? 0o755 : 0o644;
  fs.writeFileSync(staged, content, { mode: bits, flag: "wx" });
  fs.chmodSync(staged, bits);
}

function same(a: Omit<Side, "content"> | null, b: Omit<Side, "content"> | null): boolean {
  if (a === null || b === null) return a === b;
  return a.sha256 === b.sha256 && (a.mode === b.mode || process.platform === "win32");
}

/** Removes the folders that the removals left empty. */
function removeEmptyFolders(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  for (const { path } of changes) {
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
      if (!removeIfEmpty(join(containment.out, folder), fs)) break;
    }
  }
}

function removeIfEmpty(folder: string, fs: FileSystem): boolean {
  try {
    fs.rmdirSync(folder);
    return true;
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
}

function edited(path: string): Failure {
  return new Failure(`"${path}" was changed while stagewright ran; nothing was written`, 1, "run it again");
}
