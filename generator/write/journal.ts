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
/** Where a file's new content waits for its rename. */
export const stagedPath = `${ownFolder}/staged`;

/**
 * Writes the changes down, durably, before the first file is touched. The rename is the moment from which an
 * interrupted run is finished by the next one; before it, nothing has happened.
 */
export function openJournal(changes: readonly Change[], containment: Containment, fs: FileSystem): void {
  const draft = containment.resolve(draftPath);
  const text = JSON.stringify({ version: 1, changes: changes.map(encode) });
  writeDurably(draft, `${sha256(text)}\n${text}`, fs);
  fs.renameSync(draft, containment.resolve(journalPath));
  syncFolder(dirname(draft), fs);
}

/** Forgets the journal and what was staged: every change is in place, or every one is taken back. */
export function closeJournal(containment: Containment, fs: FileSystem): void {
  for (const path of [journalPath, draftPath, stagedPath]) removeIfThere(containment.resolve(path), fs);
}

/** The changes of a run that did not finish; null where none is open. Throws a Failure for a journal that is not whole. */
export function readJournal(containment: Containment, fs: FileSystem): readonly Change[] | null {
  const text = readIfThere(containment.resolve(journalPath), fs);
  if (text === null) return null;
  const [sum, body = ""] = [text.slice(0, 64), text.slice(65)];
  if (sum !== sha256(body)) throw damaged();
  const value = parseJson(body);
  if (!isObject(value) || !Array.isArray(value.changes)) throw damaged();
  return value.changes.map(decode);
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

function readIfThere(path: string, fs: FileSystem): string | null {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function writeDurably(path: string, content: string, fs: FileSystem): void {
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

function encode({ path, before, after }: Change): unknown {
  return { path, before: encodeSide(before), after: encodeSide(after) };
}

function encodeSide(side: Side | null): unknown {
  return side === null ? null : { content: side.content.toString("base64"), mode: side.mode };
}

function decode(value: unknown): Change {
  if (!isObject(value) || typeof value.path !== "string") throw damaged();
  if (pathObjection(value.path) !== null) throw damaged();
  return { path: value.path, before: decodeSide(value.before), after: decodeSide(value.after) };
}

function decodeSide(value: unknown): Side | null {
  if (value === null) return null;
  if (!isObject(value) || typeof value.content !== "string") throw damaged();
  if (value.mode !== "0644" && value.mode !== "0755") throw damaged();
  const content = Buffer.from(value.content, "base64");
  return { content, sha256: sha256(content), mode: value.mode };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function damaged(): Failure {
  return new Failure(`${journalPath} is damaged`, 1, `remove ${journalPath}; no file of yours is in it`);
}
