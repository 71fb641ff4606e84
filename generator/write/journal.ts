import { dirname } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import type { Mode } from "./disk.ts";
import { errorCode, type FileSystem, removeIfThere } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import { type Containment, ownFolder, pathObjection } from "./paths.ts";

/** One side of a change, whole: the journal alone can put either tree in place. */
export interface Side {
  readonly content: Buffer;
  readonly sha256: string;
  readonly mode: Mode;
}

/** One file's change; null on a side where no file lies. */
export interface Change {
  readonly path: string;
  readonly before: Side | null;
  readonly after: Side | null;
}

/** Where an unfinished run's changes stand, below the output folder. */
export const journalPath = `${ownFolder}/journal`;
const draftPath = `${ownFolder}/journal.draft`;
/** The journal's first line, in bytes: a hash in hexadecimal, and a line break. */
const hashLine = 65;
/** Where a file's new content waits for its rename. */
export const stagedPath = `${ownFolder}/staged`;

/**
 * Writes the changes down, durably, before the first file is touched. The rename is the moment from which an
 * interrupted run is finished by the next one; before it, nothing has happened.
 */
export function openJournal(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  const draft = containment.resolve(draftPath);
  writeDurably(draft, encode(changes), fs);
  fs.renameSync(draft, containment.resolve(journalPath));
  syncFolder(dirname(draft), fs);
}

/** Removes what waits for a rename that will not come, or what somebody put in its place. */
export function clearStaged({ out }: Containment, fs: FileSystem): void {
  removeIfThere(`${out}/${stagedPath}`, fs);
}

/** Forgets the journal and what was staged: every change is in place, or every one is taken back. */
export function closeJournal(containment: Containment, fs: FileSystem): void {
  for (const path of [journalPath, draftPath, stagedPath]) removeIfThere(containment.resolve(path), fs);
}

/** The changes of a run that did not finish; null where none is open. Throws a Failure for a journal that is not whole. */
export function readJournal(containment: Containment, fs: FileSystem): readonly Change[] | null {
  const journal = readIfThere(containment.resolve(journalPath), fs);
  return journal === null ? null : decode(journal);
}

/** True while a killed run has left anything behind: a journal to finish, or only a lock, a draft, a staged file. */
export function isInterrupted(containment: Containment, fs: FileSystem): boolean {
  try {
    return fs
      .readdirSync(dirname(containment.resolve(journalPath)))
      .some((name) => /^(journal|staged|lock)(\.|$)/.test(name));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

function readIfThere(path: string, fs: FileSystem): Buffer | null {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function writeDurably(path: string, content: Buffer, fs: FileSystem): void {
  const file = fs.openSync(path, "w", 0o600);
  try {
    fs.writeFileSync(file, content);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Makes renames in a folder durable, where the system can (Windows opens no folders). */
function syncFolder(path: string, fs: FileSystem): void {
  if (process.platform === "win32") return;
  const folder = fs.openSync(path, "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}

/**
 * Two lines, then the contents as they are, in the order of the changes, what was before what will be: the second line
 * tells of each side its hash and its size; the first is the hash of the second.
 */
function encode(changes: readonly Change[]): Buffer {
  const told = changes.map(({ path, before, after }) => ({ path, before: tell(before), after: tell(after) }));
  const head = JSON.stringify({ version: 2, changes: told });
  const sides = changes.flatMap(({ before, after }) => [before, after]).filter((side) => side !== null);
  return Buffer.concat([Buffer.from(`${sha256(head)}\n${head}\n`), ...sides.map(({ content }) => content)]);
}

function tell(side: Side | null): unknown {
  return side === null ? null : { sha256: side.sha256, mode: side.mode, size: side.content.length };
}

function decode(journal: Buffer): readonly Change[] {
  const headEnd = journal.indexOf("\n", hashLine);
  if (headEnd === -1) throw damaged();
  const head = journal.toString("utf8", hashLine, headEnd);
  if (journal.toString("latin1", 0, hashLine) !== `${sha256(head)}\n`) throw damaged();
  const told = parseJson(head);
  if (!isObject(told) || told.version !== 2 || !Array.isArray(told.changes)) throw damaged();
  let end = headEnd + 1;
  const take = (size: number) => {
    end += size;
    return journal.subarray(end - size, end);
  };
  return told.changes.map((change) => decodeChange(change, take));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

function decodeChange(value: unknown, take: (size: number) => Buffer): Change {
  if (!isObject(value) || typeof value.path !== "string") throw damaged();
  if (pathObjection(value.path) !== null) throw damaged();
  return { path: value.path, before: decodeSide(value.before, take), after: decodeSide(value.after, take) };
}

function decodeSide(value: unknown, take: (size: number) => Buffer): Side | null {
  if (value === null) return null;
  if (!isObject(value) || typeof value.size !== "number") throw damaged();
  if (value.mode !== "0644" && value.mode !== "0755") throw damaged();
  const content = take(value.size);
  if (sha256(content) !== value.sha256) throw damaged();
  return { content, sha256: value.sha256, mode: value.mode };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function damaged(): Failure {
  return new Failure(`${journalPath} is damaged`, 1, `remove ${journalPath}; no file of yours is in it`);
}
