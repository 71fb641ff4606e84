import { posix } from "node:path";

/** Normalizes a folder: `./backend/` becomes `backend`, so that paths can be compared by prefix. */
export function tidyFolder(path: string): string {
  return posix.normalize(path).replace(/\/$/, "");
}

/** Whether one normalized folder equals or contains the other; the root (`.` or empty) contains all. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [within(one), within(other)] as const;
  return a.startsWith(b) || b.startsWith(a);
}

function within(folder: string): string {
  return folder === "" || folder === "." ? "" : `${folder}/`;
}

/** Folders that GitHub executes completely, at the root of a repository. */
const GITHUB_FOLDERS = [".github/actions", ".github/workflows"];

/**
 * Folders of the output that other systems execute completely: the seed runs all job definitions, Jenkins loads the whole
 * library, Argo CD applies all manifests, and GitHub runs all workflows, if there are generated ones.
 */
export function executedFolders(paths: Iterable<string>): readonly string[] {
  const onGitHub = [...paths].some((path) => GITHUB_FOLDERS.some((folder) => path.startsWith(`${folder}/`)));
  return ["argocd", "gitops", "jenkins/jobs", "library", ...(onGitHub ? GITHUB_FOLDERS : [])];
}
