import { toolFolder } from "../../support/slow-tools.ts";

/** The folder with Kubernetes, Argo CD, etcd and kwok. */
export function toolsFolder(): Promise<string> {
  return toolFolder("cluster");
}

/** The folder with Argo Rollouts' controller, and its CRDs. */
export function rolloutsFolder(): Promise<string> {
  return toolFolder("rollouts");
}
