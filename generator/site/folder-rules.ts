import type { PathRule } from "./ownership.ts";

/** What is known of the rules below a folder. */
interface Folder {
  readonly owner: string | undefined;
  count: number;
  /** The teams of all rules below; null if they differ, or if another file is below. */
  teams: string | null;
}

/** One team decides about a folder with this many paths of its own, even if the folder has another name. */
const manyRules = 20;

/**
 * Replaces the rules of a folder by one rule if the same teams own all files below it, so that the rules of many services
 * stay short. The folder has the name of the team, or contains many of its paths: in other folders, a new file can belong to
 * another team. `others` are the files that no rule names. Wider rules come first, because the last matching rule counts.
 */
export function mergeByFolder(rules: readonly PathRule[], others: readonly string[]): PathRule[] {
  const folders = new Map<string, Folder>();
  for (const rule of rules) {
    const teams = JSON.stringify(rule.teams);
    for (const path of foldersOf(rule.path)) {
      const folder = folders.get(path);
      if (folder === undefined) folders.set(path, { owner: rule.teams[0], count: 1, teams });
      else {
        folder.count += 1;
        if (folder.teams !== teams) folder.teams = null;
      }
    }
  }
  for (const other of others) {
    for (const path of foldersOf(other)) {
      const folder = folders.get(path);
      if (folder !== undefined) folder.teams = null;
    }
  }
  const merged = new Map<string, PathRule>();
  for (const rule of rules) {
    const wide = foldersOf(rule.path).find((path) => isOfOneOwner(path, folders.get(path)));
    const path = wide ?? rule.path;
    merged.set(path, { path, teams: rule.teams });
  }
  return [...merged.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function isOfOneOwner(path: string, folder: Folder | undefined): boolean {
  if (folder === undefined || folder.teams === null) return false;
  return path.endsWith(`/${folder.owner}/`) || folder.count >= manyRules;
}

/** The folders of a path below a folder of the root, the widest first: `a/b/` and `a/b/c/` of `a/b/c/d`. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  const root = path.indexOf("/");
  for (let end = path.indexOf("/", root + 1); root !== -1 && end !== -1; end = path.indexOf("/", end + 1))
    folders.push(path.slice(0, end + 1));
  return folders;
}
