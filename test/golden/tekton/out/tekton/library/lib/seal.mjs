// Compares the record that a stage made with its run, and starts the next stages. This pod runs no code of the application.
import { isDeepStrictEqual } from "node:util";
import { chain, fail, given, recordText, sourceOf, writeResult } from "./context.mjs";
import { checked, objection } from "./fields.mjs";
import { madeImage } from "./made.mjs";
import { madeBy } from "./provenance.mjs";

const settings = chain();
const run = { job: `/${settings.namespace}/${settings.pipeline}`, build: given("BUILD"), url: "" };
const record = made();
const files = given("FILES");
if (files !== "" && !files.startsWith(`${settings.files}@sha256:`)) fail(`The artifacts are not in ${settings.files}.`);
writeResult("RECORD", recordText(record));
writeResult("FILES", files);
for (const next of settings.starts) {
  const reason = objection(record.source, next.reach);
  if (reason === "") await start(next);
  else console.log(`${next.pipeline} does not run: ${reason}.`);
}

/** The record, without anything that a build of the application could have changed. */
function made() {
  try {
    const found = checked(JSON.parse(given("MADE")));
    const producer = { stage: settings.stage, ...run };
    if (!isDeepStrictEqual(found.producer, producer)) throw new Error(`${found.producer.job} #${found.producer.build} made it`);
    if (settings.source === null) return newRecord(found);
    return { ...before(), producer, images: { ...before().images, ...ownImage(found) } };
  } catch (error) {
    return fail(`The release record of ${settings.stage} is not valid: ${error.message}.`);
  }
}

/** The record of a new release: each fact of its source is a fact of this run. */
function newRecord(found) {
  if (found.service !== settings.service) throw new Error(`it belongs to service ${found.service}`);
  if (Object.keys(found.images).length > 0) throw new Error("the record of a source stage contains an image");
  const { author: _author, starter: _starter, ...source } = found.source;
  const expected = { ...sourceOf(given("REF")), ...run, stage: settings.stage, repository: settings.git, commit: given("COMMIT") };
  for (const [key, value] of Object.entries(expected))
    if (source[key] !== value) throw new Error(`its source.${key} is ${source[key]}, but that of this run is ${value}`);
  return found;
}

/** The record of the stages before this one. */
function before() {
  return checked(JSON.parse(given("RECORD")));
}

/** The image that this stage built. The task before this one attached its provenance, or the run would have failed. */
function ownImage(found) {
  if (settings.image === null) return {};
  const image = madeImage(settings, found, run);
  const { name, provenance } = settings.image;
  return { [name]: provenance ? { ...image, provenance: madeBy(before(), run) } : image };
}

/** Starts a stage. The first run of a release counts: another one would have the same name. */
async function start({ pipeline, url }) {
  // The name of the first stage's run ends with the ID that the names of all later runs have.
  const id = given("RUN").slice(settings.pipeline.length + 1);
  const body = JSON.stringify({ stage: pipeline, run: id });
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch((error) =>
    fail(`The stage ${pipeline} could not be started at ${url}: ${error.cause?.message ?? error.message}.`),
  );
  if (!answer.ok) fail(`The stage ${pipeline} could not be started at ${url}: HTTP status ${answer.status}.`);
  console.log(`Started ${pipeline}-${id}.`);
}
