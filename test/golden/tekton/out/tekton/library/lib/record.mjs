// Reads and writes the records of a stage's work. The task "admit" has checked the record of the stages before it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, given, home, thisRun } from "./context.mjs";
import { checked } from "./fields.mjs";

/** The record of the stages before this one. */
export function readRecord() {
  try {
    return checked(JSON.parse(given("RECORD")));
  } catch (error) {
    return fail(`The release record is not valid: ${error.message}.`);
  }
}

/** The task "admit" has combined the records of parallel stages. */
export function joined([record]) {
  return record;
}

/** Writes the record of a stage. */
export function writeRecord(record, stage) {
  const folder = join(home(), "record");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "release.json"), JSON.stringify({ ...record, producer: { stage, ...thisRun() } }));
}
