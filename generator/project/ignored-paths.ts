import { spawnSync } from "node:child_process";

/** A path that git ignores. */
export interface IgnoredPath {
  readonly path: string;
  /** Where the pattern is, and the pattern: `.gitignore:3: out/`. */
  readonly rule: string;
}

/** The paths, relative to a folder, that git would not commit; none outside of repositories, and none that git already tracks. */
export function ignoredPaths(folder: string, paths: readonly string[]): IgnoredPath[] {
  if (paths.length === 0) return [];
  const options = ["check-ignore", "--verbose", "-z", "--stdin"];
  const { status, stdout } = spawnSync("git", options, { cwd: folder, encoding: "utf8", input: paths.join("\0") });
  if (status !== 0) return [];
  const fields = stdout.split("\0");
  const found: IgnoredPath[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = "", line = "", pattern = "", path = ""] = fields.slice(at, at + 4);
    // A pattern with an exclamation mark includes the path again.
    if (!pattern.startsWith("!")) found.push({ path, rule: `${source}:${line}: ${pattern}` });
  }
  return found;
}

/** A warning for each pattern that ignores some of the files: they never reach the machines that read them. Empty without any. */
export function ignoredWarning(folder: string, paths: readonly string[], display = (path: string) => path): string {
  const ignored = ignoredPaths(folder, paths);
  const rules = [...new Set(ignored.map(({ rule }) => rule))];
  const lines = rules.map((rule) => {
    const found = ignored.filter((it) => it.rule === rule);
    const others = found.length === 1 ? "" : ` and ${found.length - 1} more`;
    return `git ignores ${display(found[0]?.path ?? "")}${others}, so no commit contains ${others === "" ? "it" : "them"}: change the pattern in ${rule}\n`;
  });
  return lines.join("");
}
