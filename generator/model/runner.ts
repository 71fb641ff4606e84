import type { TargetName } from "./model.ts";

/** Whether a product runs each stage in pods of a cluster. */
export function runsInCluster(target: TargetName): boolean {
  return target === "tekton" || target === "jenkins-x";
}

/** Runners of GitHub itself: actionlint knows them. All other labels are those of the site's own runners. */
export function isHosted(label: string): boolean {
  return /^(?:ubuntu|windows|macos)-(?:latest|[0-9.]+)(?:-[a-z0-9-]+)?$/.test(label);
}
