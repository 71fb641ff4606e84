import type { Model } from "../../model/model.ts";
import type { Service } from "../../model/service.ts";

/** The names of objects in the namespace of Lighthouse. */
export const names = {
  /** The service account of runs that start a stage. */
  account: "stagewright-lighthouse",
  /** The task that starts a stage, and the programs that it mounts. */
  start: "stagewright-start",
} as const;

/** The folder of an application's repository with the files of one service. A repository can have several services. */
export function triggerFolder({ name }: Service) {
  const path = `.lighthouse/${name}/`;
  return { path, file: `applications/${name}/${path}` };
}

/** The namespace in which Lighthouse runs the pipelines of repositories. */
export function namespaceOfLighthouse({ site }: Model): string {
  return site.jenkinsX.namespace;
}
