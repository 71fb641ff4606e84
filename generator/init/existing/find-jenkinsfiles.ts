import { realpathSync, statSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { entriesIn } from "../detect-tool.ts";

/** Folders where repositories keep Jenkinsfiles; a job in Jenkins names the path. */
const FOLDERS = [".", "jenkins", ".jenkins", "ci", ".ci", "build", "devops", "deploy", "pipelines", "scripts"];

/** The Jenkinsfiles of a repository. */
interface Jenkinsfiles {
  /** The one of its pipeline: at the root, or the only one; null if it is unknown. */
  readonly main: string | null;
  readonly others: readonly string[];
  /** Links that lead out of the repository, or nowhere. */
  readonly outside: readonly string[];
}

/** Finds the Jenkinsfiles at the root and in the usual folders; reads none of them. */
export function findJenkinsfiles(folder: string): Jenkinsfiles {
  const all = FOLDERS.flatMap((it) => namesIn(join(folder, it)).map((name) => posix.join(it, name)));
  const found = all.filter((file) => NAME.test(posix.basename(file))).sort();
  const files = found.filter((file) => isFileOf(folder, file));
  const named = files.filter((file) => posix.basename(file) === "Jenkinsfile");
  const main = named.includes("Jenkinsfile") ? "Jenkinsfile" : named.length === 1 ? (named[0] ?? null) : null;
  const outside = found.filter((file) => !files.includes(file));
  return { main, others: files.filter((file) => file !== main), outside };
}

const NAME = /^(jenkinsfile([._-].+)?|.+\.jenkinsfile)$/i;

function namesIn(folder: string): string[] {
  const entries = entriesIn(folder).filter((it) => it.isFile() || it.isSymbolicLink());
  return entries.map(({ name }) => name);
}

function isFileOf(folder: string, file: string): boolean {
  try {
    const path = realpathSync(join(folder, file));
    return path.startsWith(realpathSync(folder) + sep) && statSync(path).isFile();
  } catch {
    return false;
  }
}
