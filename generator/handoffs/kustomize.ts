import { deployingFromJenkins } from "./direct.ts";

/** Builds an overlay of the application's repository with kustomize, and applies it with kubectl. */
export const kustomize = deployingFromJenkins(
  "kustomize",
  "Apply the overlay",
  { folder: "folder" },
  ({ folder }, { site }) => ({
    FOLDER: String(folder),
    // Hosts from which kustomize may read resources.
    KUSTOMIZE_HOSTS: site.hosts.join(" "),
  }),
);
