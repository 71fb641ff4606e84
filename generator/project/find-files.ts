import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { NearMiss, Unmatched } from "../compile.ts";
import { ifThere, isBrokenLink, type Matches } from "./broken-links.ts";

/** Matches globs of names and stars only, such as `services/*.yaml`; almost every spec uses these. */
const plain = /^[\w.*-]+(\/[\w.*-]+)*$/;

/** A glob of the platform spec, and the key that has it: `["services", 0]`. */
export interface Pattern {
  readonly key: readonly (string | number)[];
  readonly glob: string;
}

/** The files that match, and the globs that match none. */
export interface FoundFiles {
  /** Relative to the folder, sorted. */
  readonly files: readonly string[];
  readonly unmatched: readonly Unmatched[];
}

/**
 * Finds the files that match the globs. Plain globs are resolved here because loading the glob library takes as long as
 * reading the specs.
 */
export async function findFiles(patterns: readonly Pattern[], folder: string): Promise<FoundFiles> {
  const globs = patterns.map(({ glob }) => glob);
  const find = globs.every(isPlain) ? plainFiles : (await import("./find-by-library.ts")).libraryFiles;
  const found = find(globs, folder);
  const dangling = new Set<string>();
  const unmatched = patterns.flatMap(({ key, glob }, index): Unmatched[] => {
    const { files, links } = found[index] ?? { files: [], links: [] };
    // Two globs can match the same link.
    const broken = links.filter((link) => !dangling.has(link));
    for (const link of broken) dangling.add(link);
    if (links.length > 0) return broken.map((link) => ({ key, glob, link }));
    return files.length === 0 && !glob.startsWith("!") ? [{ key, glob, link: null }] : [];
  });
  return { files: [...new Set(found.flatMap(({ files }) => files))].sort(), unmatched };
}

/** Finds specs that are not read because their extension is the other one of YAML. */
export async function findNearMisses(
  patterns: readonly Pattern[],
  { files, unmatched }: FoundFiles,
  folder: string,
): Promise<readonly NearMiss[]> {
  const read = new Set(files);
  const found = patterns.map(async ({ key, glob }) => {
    const other = glob.replace(/\.ya?ml$/, (extension) => (extension === ".yaml" ? ".yml" : ".yaml"));
    // A glob that matches nothing is an error; a name without a star is one file, which the site chose.
    if (other === glob || !glob.includes("*") || glob.startsWith("!")) return [];
    if (unmatched.some((it) => it.glob === glob && it.link === null)) return [];
    const excluded = patterns.filter((it) => it.glob.startsWith("!"));
    const { files: others } = await findFiles([{ key, glob: other }, ...excluded], folder);
    return others.filter((path) => !read.has(path)).map((path) => ({ key, glob, path }));
  });
  return (await Promise.all(found)).flat();
}

function plainFiles(globs: readonly string[], folder: string): Matches[] {
  return globs.map((glob) => {
    const found = entriesAt(folder, glob.split("/"), "");
    const isFile = (path: string) => !isBrokenLink(join(folder, path));
    return { files: found.filter(isFile), links: found.filter((path) => !isFile(path)) };
  });
}

function isPlain(glob: string): boolean {
  return plain.test(glob) && !glob.includes("**") && !glob.split("/").some((part) => /^\.\.?$/.test(part));
}

/** The files that match, and the links that lead to no file. */
function entriesAt(folder: string, [part = "", ...rest]: readonly string[], below: string): string[] {
  return namesAt(folder, part).flatMap((name) => {
    const path = join(folder, name);
    if (rest.length > 0) return entriesAt(path, rest, `${below}${name}/`);
    const stats = ifThere(() => statSync(path, { throwIfNoEntry: false }));
    const isLink = () => ifThere(() => lstatSync(path, { throwIfNoEntry: false }))?.isSymbolicLink() === true;
    return stats?.isFile() || (stats === undefined && isLink()) ? [below + name] : [];
  });
}

/** A star matches any characters, except for a dot at the beginning of a name. */
function namesAt(folder: string, part: string): readonly string[] {
  if (!part.includes("*")) return [part];
  return namesIn(folder).filter((name) => !(part.startsWith("*") && name.startsWith(".")) && matchesStars(name, part));
}

/** Whether a name matches a text with stars. Each text between two stars is searched once, from left to right. */
function matchesStars(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const text of rest) {
    const found = name.indexOf(text, at);
    if (found === -1) return false;
    at = found + text.length;
  }
  return at <= name.length - last.length;
}

/** Returns the sorted names in a folder; empty if the folder does not exist. */
export function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder).sort()) ?? [];
}
