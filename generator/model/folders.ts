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

/**
 * Folders of the output that Jenkins or Argo CD execute completely: the seed runs all job definitions, Jenkins loads the
 * whole library, and Argo CD applies all manifests.
 */
export const executedFolders: readonly string[] = ["argocd", "gitops", "jenkins/jobs", "library"];
