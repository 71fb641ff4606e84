import { deployingFromJenkins } from "./direct.ts";

/** Applies manifests of the application's repository with kubectl. */
export const kubectl = deployingFromJenkins("kubectl", "Apply the manifests", ({ folder }) => ({
  FOLDER: String(folder),
}));
