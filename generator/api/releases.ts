import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { SourceText } from "../input.ts";
import type { Release } from "../model/api.ts";
import { readRelease } from "./read-api.ts";
import { compareVersions } from "./version.ts";

/** Reads the recorded releases, the oldest first, and reports the unreadable ones. */
export function readReleases(sources: readonly SourceText[]): {
  readonly releases: readonly Release[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const releases: Release[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, text } of sources) {
    const read = readRelease(text);
    const problem = "problem" in read ? read.problem : misnamed(path, read.value.version);
    if ("value" in read && problem === null) releases.push(read.value);
    else diagnostics.push(unreadable(path, problem ?? ""));
  }
  return { releases: releases.sort((one, other) => compareVersions(one.version, other.version)), diagnostics };
}

function misnamed(path: string, version: string): string | null {
  return path.split("/").at(-1) === `${version}.json` ? null : `it contains version ${version}`;
}

function unreadable(file: string, problem: string): Diagnostic {
  const at = { file, line: 1, column: 1 };
  const hint = "restore it from version control; only `stagewright release` writes these files";
  return finding("SW503", { at, length: 1 }, `this file is not a valid release record: ${problem}`, { hint });
}
