import { join } from "node:path";
import type { Output } from "../project/compile-project.ts";
import { formerOutputs } from "../project/former-output.ts";
import type { Project } from "../project/project.ts";
import type { Console, Options } from "../terminal/console.ts";
import type { Comparison } from "../write/index.ts";
import { displayed } from "./drift.ts";

/** Prints a note for each former output folder if the current one is new: `pipelines.directory` perhaps has another value. */
export function noteFormerFolders(
  project: Project,
  { out }: Output,
  { hasManifest }: Comparison,
  options: Options,
  console: Console,
): void {
  // A user who sets the folder of this run keeps that of the spec.
  if (hasManifest || options.out !== undefined || options.format !== "text") return;
  for (const folder of formerOutputs(project, out)) {
    const shown = displayed(join(project.folder, folder), console);
    console.warn(
      `note: ${shown} also contains generated files; no command updates or compares them\n` +
        "  if pipelines.directory had this value before, let Jenkins and the delivery tool read the new folder, then remove the old one with git rm\n",
    );
  }
}
