import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CompileInput, OwnSource } from "../compile.ts";
import { errorCode } from "../write/file-system.ts";

/** Reads the folder of the site's own steps and classes: all files in it, sorted by path. */
export function readOwnFolder(below: string, folder: string): NonNullable<CompileInput["own"]> {
  const root = join(folder, below);
  const source = (name: string, entry: { isSymbolicLink(): boolean; isFile(): boolean }) =>
    readSource(root, below, name, entry);
  const stats = lstatSync(root, { throwIfNoEntry: false });
  if (stats === undefined) return { folder: below, files: [] };
  if (!stats.isDirectory()) return { folder: below, files: [source("", stats)] };
  const names = entriesOf(root, "");
  return { folder: below, files: names.map(([name, entry]) => source(name, entry)) };
}

/** Returns all entries but folders; does not follow links. */
function entriesOf(root: string, below: string): [name: string, entry: Dirent][] {
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  const sorted = entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.flatMap((entry): [string, Dirent][] => {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? entriesOf(root, name) : [[name, entry]];
  });
}

function readSource(
  root: string,
  below: string,
  name: string,
  entry: { isSymbolicLink(): boolean; isFile(): boolean },
): OwnSource {
  const path = name === "" ? below : `${below}/${name}`;
  const unfit = (what: string): OwnSource => ({ name, path, text: "", executable: false, unfit: what });
  if (entry.isSymbolicLink()) return unfit("a symbolic link");
  if (!entry.isFile() || name === "") return unfit(name === "" ? "no folder" : "no file");
  try {
    const bytes = readFileSync(join(root, name));
    const text = bytes.toString("utf8");
    if (!Buffer.from(text).equals(bytes)) return unfit("no text in UTF-8");
    const executable = (lstatSync(join(root, name)).mode & 0o111) !== 0;
    return { name, path, text, executable, unfit: null };
  } catch (error) {
    // The file was removed after it was listed.
    if (errorCode(error) === "ENOENT") return unfit("gone");
    throw error;
  }
}
