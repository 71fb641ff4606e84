import { dirname } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import type { Mode } from "./disk.ts";
import { errorCode, type FileSystem, removeIfThere } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import { type Containment, ownFolder, pathObjection } from "./paths.ts";

/** The complete content before or after a change, so that the journal alone can restore both states. */
export interface Side {
  readonly content: Buffer;
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
/** The file with new content, which is then renamed to its path. */
export const stagedPath = `${ownFolder}/staged`;

/**
 * Writes the changes durably to the journal before the first file changes. After the rename of the journal the next run
 * completes an interrupted run; before it, no file has changed.
 */
export function openJournal(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  const draft = containment.resolve(draftPath);
  writeDurably(draft, encode(changes), fs);
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

/** The changes of an unfinished run; null if there is none. Throws a Failure for a damaged journal. */
export function readJournal(containment: Containment, fs: FileSystem): readonly Change[] | null {
  const journal = readIfThere(containment.resolve(journalPath), fs);
  return journal === null ? null : decode(journal);
}

/** Whether a killed run left files behind: a journal, a lock, a draft or a staged file. */
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
 * the order of the changes, `before` first.
 */
function encode(changes: readonly Change[]): Buffer {
  const described = changes.map(({ path, before, after }) => ({
    path,
    before: describeSide(before),
    after: describeSide(after),
  }));
  const head = JSON.stringify({ version: 2, changes: described });
  const sides = changes.flatMap(({ before, after }) => [before, after]).filter((side) => side !== null);
  return Buffer.concat([Buffer.from(`${sha256(head)}\n${head}\n`), ...sides.map(({ content }) => content)]);
}

function describeSide(side: Side | null): unknown {
  return side === null ? null : { sha256: side.sha256, mode: side.mode, size: side.content.length };
}

function decode(journal: Buffer): readonly Change[] {
  const headEnd = journal.indexOf("\n", hashLine);
  if (headEnd === -1) throw damaged();
  const head = journal.toString("utf8", hashLine, headEnd);
  if (journal.toString("latin1", 0, hashLine) !== `${sha256(head)}\n`) throw damaged();
  const header = parseJson(head);
  if (!isObject(header) || header.version !== 2 || !Array.isArray(header.changes)) throw damaged();
  let end = headEnd + 1;
  const take = (size: number) => {
    end += size;
    return journal.subarray(end - size, end);
  };
  return header.changes.map((change) => decodeChange(change, take));
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
  return new Failure(
    `${journalPath} is damaged`,
    1,
    `remove ${journalPath}; it contains only copies of generated files`,
  );
}
