import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import type { Mode } from "./disk.ts";
import { type FileSystem, namesIn, readIfThere, removeIfThere } from "./file-system.ts";
import { isTracked } from "./git.ts";
import { sha256 } from "./hash.ts";
import { largeParts } from "./large-parts.ts";
import { manifestFolder } from "./manifest.ts";
import { type Containment, ownFolder, pathObjection } from "./paths.ts";
import { shellPath } from "./shell-path.ts";

/** The complete content before or after a change, so that the journal alone can restore both states. */
export interface Side {
  /** Text of a generated file stays a string: the bytes of all files of a large site need much memory. */
  readonly content: Buffer | string;
  readonly sha256: string;
  readonly mode: Mode;
}

/** The change of one file; `before` or `after` is null if the file does not exist then. */
export interface Change {
  readonly path: string;
  readonly before: Side | null;
  readonly after: Side | null;
}

/** The journal with the changes of an unfinished run, relative to the output folder. */
export const journalPath = `${ownFolder}/journal`;
const draftPath = `${ownFolder}/journal.draft`;
/** The length of the journal's first line in bytes: a hexadecimal hash and a line break. */
const hashLine = 65;
const version = 3;
/** The changes that the second line describes are written in parts of this many. */
const changesOfPart = 1000;
/** The file with new content, which is then renamed to its path. */
export const stagedPath = `${ownFolder}/staged`;

/** What an interrupted run left behind. */
export interface Interrupted {
  /** The changes of the run; empty if the journal cannot be used. */
  readonly changes: readonly Change[];
  /** Why the journal cannot be used; null if it can. */
  readonly problem: Failure | null;
}

/**
 * Writes the changes durably to the journal before the first file changes. After the rename of the journal the next run
 * completes an interrupted run; before it, no file has changed.
 */
export function openJournal(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  const draft = containment.resolve(draftPath);
  // A file that someone put there could be a link, or have another owner.
  removeIfThere(draft, fs);
  writeDurably(draft, (identity) => encode(changes, identity), fs);
  fs.renameSync(draft, containment.resolve(journalPath));
  syncFolder(dirname(draft), fs);
}

/** Removes the staged file of an interrupted run, or anything else at its path. */
export function clearStaged({ out }: Containment, fs: FileSystem): void {
  removeIfThere(`${out}/${stagedPath}`, fs);
}

/** Removes the journal and the staged file after all changes are made or all are reverted. */
export function closeJournal(containment: Containment, fs: FileSystem): void {
  for (const path of [journalPath, draftPath, stagedPath]) removeIfThere(containment.resolve(path), fs);
}

/**
 * Reads the changes of an interrupted run; null if there was none. A journal that git tracks comes with the repository
 * and not from a run of this user, so it counts as none.
 */
export function readJournal(containment: Containment, fs: FileSystem): Interrupted | null {
  const path = containment.resolve(journalPath);
  const stats = fs.lstatSync(path, { throwIfNoEntry: false, bigint: true });
  if (stats === undefined || isTracked(containment.out, journalPath)) return null;
  try {
    if (!stats.isFile()) throw unusable(path, "it is not a regular file");
    if (stats.uid !== BigInt(process.getuid?.() ?? stats.uid)) throw unusable(path, "it belongs to another user");
    const journal = readIfThere(path, fs);
    return journal === null ? null : { changes: decode(journal, identityOf(stats), path), problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { changes: [], problem: error };
  }
}

/** Whether a run must clean up before the output folder can be compared: there is a journal or a lock. */
export function isInterrupted(containment: Containment, fs: FileSystem): boolean {
  return ownNames(containment, fs).some((name) => /^(journal|lock)$/.test(name));
}

/** Whether a run has created files in the output folder, or is creating them. */
export function isInUse(containment: Containment, fs: FileSystem): boolean {
  return ownNames(containment, fs).length > 0;
}

/** Whether a killed run left any file behind: a journal, a lock, a draft or a staged file. */
export function hasLeftovers(containment: Containment, fs: FileSystem): boolean {
  return ownNames(containment, fs).some((name) => /^(journal|staged|lock)(\.|$)/.test(name));
}

function ownNames(containment: Containment, fs: FileSystem): string[] {
  return namesIn(dirname(containment.resolve(journalPath)), fs);
}

/**
 * The identity of the journal's file and user. It is part of the journal, so that a journal counts only where a run of
 * this user wrote it: a copy, such as one from a repository or an archive, is another file.
 */
function identityOf(stats: { readonly ino: bigint; readonly birthtimeNs: bigint; readonly uid: bigint }): string {
  return `${stats.ino} ${stats.birthtimeNs} ${stats.uid}`;
}

function writeDurably(path: string, content: (identity: string) => Iterable<Buffer | string>, fs: FileSystem): void {
  const file = fs.openSync(path, "wx", 0o600);
  try {
    const identity = identityOf(fs.fstatSync(file, { bigint: true }));
    for (const part of largeParts(content(identity))) fs.writeFileSync(file, part);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** Makes renames in a folder durable; not possible on Windows, which cannot open folders. */
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
 * Encodes the journal: the hash of the second line, a line with the hash and size of each content, then the contents in
 * the order of the changes, `before` first. Returns it in parts, because the whole journal of a large site needs much memory.
 */
function* encode(changes: readonly Change[], file: string): Generator<Buffer | string> {
  const hash = createHash("sha256");
  for (const part of encodeHead(changes, file)) hash.update(part);
  yield `${hash.digest("hex")}\n`;
  yield* encodeHead(changes, file);
  yield "\n";
  for (const { before, after } of changes) {
    for (const side of [before, after]) if (side !== null) yield side.content;
  }
}

/** The second line, in parts: that of a large site has tens of megabytes. */
function* encodeHead(changes: readonly Change[], file: string): Generator<string> {
  yield `${JSON.stringify({ version, file, changes: [] }).slice(0, -"]}".length)}`;
  for (let start = 0; start < changes.length; start += changesOfPart) {
    const part = changes.slice(start, start + changesOfPart).map(({ path, before, after }) => ({
      path,
      before: describeSide(before),
      after: describeSide(after),
    }));
    yield `${start === 0 ? "" : ","}${JSON.stringify(part).slice(1, -1)}`;
  }
  yield "]}";
}

function describeSide(side: Side | null): unknown {
  return side === null ? null : { sha256: side.sha256, mode: side.mode, size: Buffer.byteLength(side.content) };
}

function decode(journal: Buffer, file: string, path: string): readonly Change[] {
  const headEnd = journal.indexOf("\n", hashLine);
  if (headEnd === -1) throw damaged(path);
  const head = journal.toString("utf8", hashLine, headEnd);
  if (journal.toString("latin1", 0, hashLine) !== `${sha256(head)}\n`) throw damaged(path);
  const header = parseJson(head, path);
  if (!isObject(header)) throw damaged(path);
  if (header.version !== version) throw unusable(path, "another version of stagewright wrote it");
  if (header.file !== file) throw unusable(path, "it is a copy: no run of this user wrote it to this file");
  if (!Array.isArray(header.changes)) throw damaged(path);
  let end = headEnd + 1;
  const take = (size: number) => {
    end += size;
    return journal.subarray(end - size, end);
  };
  return header.changes.map((change) => decodeChange(change, take, path));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path);
  }
}

function decodeChange(value: unknown, take: (size: number) => Buffer, journal: string): Change {
  if (!isObject(value) || typeof value.path !== "string") throw damaged(journal);
  const { path } = value;
  if (pathObjection(path) !== null) throw damaged(journal);
  if (path.toLowerCase().split("/")[0] === ownFolder && !path.startsWith(`${manifestFolder}/`)) throw damaged(journal);
  return { path, before: decodeSide(value.before, take, journal), after: decodeSide(value.after, take, journal) };
}

function decodeSide(value: unknown, take: (size: number) => Buffer, journal: string): Side | null {
  if (value === null) return null;
  if (!isObject(value) || typeof value.size !== "number") throw damaged(journal);
  if (value.mode !== "0644" && value.mode !== "0755") throw damaged(journal);
  const content = take(value.size);
  if (sha256(content) !== value.sha256) throw damaged(journal);
  return { content, sha256: value.sha256, mode: value.mode };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The Failure for a journal with a path that no run can have changed. */
export function unknownPath(path: string, containment: Containment): Failure {
  return unusable(`${containment.out}/${journalPath}`, `it contains "${path}", which is not a generated file`);
}

function damaged(path: string): Failure {
  return unusable(path, "it is damaged");
}

function unusable(path: string, why: string): Failure {
  return new Failure(
    `a run was interrupted, and its journal ${shellPath(path)} cannot be used: ${why}`,
    1,
    "to discard it and write all generated files again, run: stagewright generate --force",
  );
}
