import { deployingFromJenkins } from "./direct.ts";

/** Manifests of the application's repository, applied by kubectl. */
export const kubectl = deployingFromJenkins("kubectl", "Apply the manifests", ({ folder }) => ({
  FOLDER: String(folder),
}));
