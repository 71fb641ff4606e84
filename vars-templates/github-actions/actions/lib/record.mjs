// Reads the records that a stage uses. All stages of a release run in one run of GitHub, so each fact of the source is a fact of
// this run, or of the earlier run that a user chose: a record that says something else is not of it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { earlierRun, fail, home, thisCommit, thisRun, thisSource } from "./context.mjs";
import { checked, objection } from "./fields.mjs";

/** Reads a record and compares it with the run. */
export function readRecord(path, settings, stage) {
  try {
    const record = checked(JSON.parse(readFileSync(path, "utf8")));
    const problem = mismatch(record, settings, stage);
    if (problem !== "") throw new Error(problem);
    return record;
  } catch (error) {
    return fail(`The release record of ${stage} is not valid: ${error.message}.`);
  }
}

function mismatch(record, { service, git, reach }, stage) {
  if (record.service !== service) return `it belongs to service ${record.service}, not to ${service}`;
  const earlier = earlierRun();
  const run = earlier?.run ?? thisRun();
  // The branch of an earlier run is in its record, which was compared with that run before it was attested.
  const source = earlier === null ? thisSource() : {};
  const expected = { ...source, ...run, repository: git, commit: earlier?.commit ?? thisCommit() };
  for (const [key, value] of Object.entries(expected))
    if (record.source[key] !== value) return `its source.${key} is ${record.source[key]}, but that of this run is ${value}`;
  const made = { stage, ...run };
  if (!isDeepStrictEqual(record.producer, made)) return `stage ${record.producer.stage} of ${record.producer.url} made it`;
  // Anyone may open a pull request. It must not become an image.
  if (record.source.pullRequest !== "") return "a pull request can only be built and tested, not released";
  return earlier === null ? "" : objection(record.source, reach);
}

/** Combines the records of parallel stages. */
export function joined(records) {
  const [first, ...others] = records;
  const all = { ...first, images: { ...first.images } };
  for (const other of others) {
    if (!isDeepStrictEqual(other.source, all.source) || other.version !== all.version)
      fail(`The release records of the previous stages are for ${all.version} and ${other.version}.`);
    for (const [name, image] of Object.entries(other.images)) {
      const known = all.images[name];
      if (known !== undefined && known.digest !== image.digest)
        fail(`The release records of the previous stages have two digests of ${name}: ${known.digest} and ${image.digest}.`);
      all.images[name] = image;
    }
  }
  return all;
}

/** Writes the record of a stage. */
export function writeRecord(record, stage) {
  const folder = join(home(), "record");
  mkdirSync(folder, { recursive: true });
  const made = { ...record, producer: { stage, ...thisRun() } };
  writeFileSync(join(folder, "release.json"), JSON.stringify(made, null, 4));
}
