import type { Rule } from "../rehearse/index.ts";

/** The file that stands for the artifacts of a build that did not run. */
const FILE = "not-built";
/** The label of the script that copies a record. */
export const COPY_RECORD = "Copy the record";
const ZEROS = "0".repeat(64);

/** Answers for a dry run: no script runs, and the library reads made-up results. */
export const dryRules: readonly Rule[] = [
  // A dry run only copies the files of a given record.
  { id: "record", step: "sh", label: COPY_RECORD, run: true },
  { id: "dry", step: "checkout", value: { GIT_COMMIT: "0".repeat(40), GIT_BRANCH: "origin/main", GIT_URL: "" } },
  { id: "dry", step: "sh", label: "Compute the checksums of the artifacts", output: `${ZEROS}  ${FILE}\n` },
  { id: "dry", step: "sh", label: "Read the author", output: "rehearsal\nrehearsal@localhost\n" },
  { id: "dry", step: "sh", exit: 0 },
  { id: "dry", step: "findFiles", value: [{ path: FILE, name: FILE, directory: false, length: 0 }] },
  { id: "dry", step: "archiveArtifacts", contains: FILE, value: null },
  { id: "dry", step: "stash", contains: FILE, value: null },
  { id: "dry", step: "unstash", contains: "stagewright-files-", value: null },
  { id: "dry", step: "copyArtifacts", contains: FILE, value: null },
  { id: "dry", step: "junit", value: null },
  { id: "dry", step: "readFile", contains: "/digest", value: `sha256:${ZEROS}` },
];
