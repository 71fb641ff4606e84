import { deployingFromJenkins } from "./direct.ts";

/** An overlay of the application's repository, built by kustomize and applied by kubectl. */
export const kustomize = deployingFromJenkins("kustomize", "Apply the overlay", ({ folder }) => ({
  FOLDER: String(folder),
}));
