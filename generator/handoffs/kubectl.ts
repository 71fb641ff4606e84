import { deployingFromJenkins } from "./direct.ts";

/** Applies manifests of the application's repository with kubectl. */
export const kubectl = deployingFromJenkins(
  "kubectl",
  "Apply the manifests",
  { folder: "folder" },
  ({ folder }, { site }) => ({
    FOLDER: String(folder),
    // Hosts from which kustomize may read resources.
    KUSTOMIZE_HOSTS: site.hosts.join(" "),
  }),
);
