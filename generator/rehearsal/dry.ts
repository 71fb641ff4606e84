import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rule } from "../rehearse/index.ts";

/** The file that stands for the artifacts of a build that did not run. */
const FILE = "not-built";
/** The label of the script that copies a record. */
export const COPY_RECORD = "Copy the record";
const ZEROS = "0".repeat(64);

/** The version of an application that is not checked out, in each form of a file that the library reads but JSON. */
const VERSION_FILE = [
  "NUMBER",
  "<version>NUMBER</version>",
  "<Version>NUMBER</Version>",
  "[project]",
  "version=NUMBER",
  "",
]
  .join("\n")
  .replaceAll("NUMBER", "0.0.0-not-built");
const VERSION_JSON = '{ "version": "0.0.0-not-built" }\n';

/**
 * Answers for a dry run: no script runs, and the library reads made-up results. The checkout is at `commit`, of a branch or a tag, and
 * has the service's file with the version.
 */
export function dryRules(commit: string, isTag: boolean, versionFile: string | null): readonly Rule[] {
  const file = { id: "dry", contains: versionFile ?? "" };
  return [
    ...(versionFile === null
      ? []
      : [
          { ...file, step: "fileExists", value: true },
          { ...file, step: "readFile", value: versionFile.endsWith(".json") ? VERSION_JSON : VERSION_FILE },
        ]),
    { id: "dry", step: "sh", label: "Describe the commit", output: "v0.0.0-not-built\n" },
    // A dry run only copies the files of a given record.
    { id: "record", step: "sh", label: COPY_RECORD, run: true },
    { id: "dry", step: "checkout", value: { GIT_COMMIT: commit, GIT_BRANCH: "origin/main", GIT_URL: "" } },
    { id: "dry", step: "sh", label: "Look for a tag with this name", exit: isTag ? 0 : 1 },
    ...fixed,
  ];
}

/** The commit that a record names; zeros without a record, or if it has none. */
export async function commitOf(record: string | null): Promise<string> {
  const none = "0".repeat(40);
  if (record === null) return none;
  try {
    return JSON.parse(await readFile(join(record, "release.json"), "utf8")).source.commit ?? none;
  } catch {
    return none;
  }
}

const fixed: readonly Rule[] = [
  { id: "dry", step: "sh", label: "Compute the checksums of the artifacts", output: `${ZEROS}  ${FILE}\n` },
  { id: "dry", step: "sh", label: "Read the author", output: "rehearsal\nrehearsal@localhost\n" },
  { id: "dry", step: "sh", exit: 0 },
  ...["bat", "powershell", "pwsh"].map((step) => ({ id: "dry", step, value: 0 })),
  { id: "dry", step: "findFiles", value: [{ path: FILE, name: FILE, directory: false, length: 0 }] },
  { id: "dry", step: "archiveArtifacts", contains: FILE, value: null },
  { id: "dry", step: "stash", contains: FILE, value: null },
  { id: "dry", step: "unstash", contains: "stagewright-files-", value: null },
  { id: "dry", step: "copyArtifacts", contains: FILE, value: null },
  { id: "dry", step: "junit", value: { totalCount: 0, passCount: 0, skipCount: 0, failCount: 0 } },
  { id: "dry", step: "readFile", contains: "/digest", value: `sha256:${ZEROS}` },
];

/** Answers for a dry run of a foreign Jenkinsfile: no script runs, so the files of the scripts do not exist. */
export const FOREIGN_DRY: readonly Rule[] = [
  { id: "dry", step: "sh", exit: 0 },
  { id: "dry", step: "junit", value: { totalCount: 0, passCount: 0, skipCount: 0, failCount: 0 } },
  { id: "dry", step: "httpRequest", value: { status: 200, content: "" } },
  { id: "dry", step: "tool", value: "not-installed" },
  ...["archiveArtifacts", "archive", "stash", "unstash", "copyArtifacts", "fingerprint"].map((step) => ({
    id: "dry",
    step,
    value: null,
  })),
];
