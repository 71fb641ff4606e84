import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Proposal } from "../init/proposal.ts";

/** Settings of the editor are no part of the pipelines, and a repository can have its own. */
const EDITOR = ".vscode/";

/** The files that init writes: not those of the editor that already exist. */
export function withoutExistingEditorFiles(proposal: Proposal, folder: string): Proposal {
  return new Map([...proposal].filter(([path]) => !isKept(path, folder)));
}

/** What to add to the settings of the editor that init does not change. */
export function editorNotes(proposal: Proposal, folder: string): string[] {
  const kept = [...proposal].filter(([path]) => isKept(path, folder));
  return kept.map(
    ([path, text]) => `${path} exists, and init does not change it. Add:\n${text.replaceAll(/^(?=.)/gm, "  ")}`,
  );
}

function isKept(path: string, folder: string): boolean {
  return path.startsWith(EDITOR) && existsSync(join(folder, path));
}
