import { deployingFromJenkins } from "./direct.ts";

/** Builds an overlay of the application's repository with kustomize, and applies it with kubectl. */
export const kustomize = deployingFromJenkins("kustomize", "Apply the overlay", ({ folder }) => ({
  FOLDER: String(folder),
}));
