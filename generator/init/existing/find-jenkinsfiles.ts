import { readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";

/** Folders where repositories keep Jenkinsfiles; a job in Jenkins names the path. */
const FOLDERS = [".", "jenkins", ".jenkins", "ci", ".ci", "build", "devops", "deploy", "pipelines", "scripts"];

/** The Jenkinsfiles of a repository: the one of its pipeline, which is at the root or the only one; null if it is unknown. */
export function findJenkinsfiles(folder: string): { readonly main: string | null; readonly others: readonly string[] } {
  const files = FOLDERS.flatMap((it) => jenkinsfilesIn(folder, it)).sort();
  const named = files.filter((file) => posix.basename(file) === "Jenkinsfile");
  const main = named.includes("Jenkinsfile") ? "Jenkinsfile" : named.length === 1 ? (named[0] ?? null) : null;
  return { main, others: files.filter((file) => file !== main) };
}

function jenkinsfilesIn(folder: string, at: string): string[] {
  const isFolder = statSync(join(folder, at), { throwIfNoEntry: false })?.isDirectory() ?? false;
  const entries = isFolder ? readdirSync(join(folder, at), { withFileTypes: true }) : [];
  const files = entries.filter((it) => it.isFile() && /^(jenkinsfile([._-].+)?|.+\.jenkinsfile)$/i.test(it.name));
  return files.map(({ name }) => posix.join(at, name));
}
