// Checks what starts a stage. Anyone who starts it names a run of the first stage; the facts of the release come from the runs of the
// stages that made them, in the namespaces that the settings name.
import { isDeepStrictEqual } from "node:util";
import { finishedRun, numberOf, resultOf, sourceRun } from "./cluster.mjs";
import { chain, fail, given, recordText, writeResult } from "./context.mjs";
import { checked } from "./fields.mjs";

const settings = chain();
const release = settings.source === null ? await newRelease() : await earlierRelease(settings.source);
for (const [name, value] of Object.entries(release)) writeResult(name, value);

/** A push starts the first stage. The checkout confirms that the branch or the tag contains the commit. */
async function newRelease() {
  const [commit, ref] = [given("COMMIT"), given("REF")];
  if (!/^[0-9a-f]{40}$/.test(commit)) fail("The commit is not a full commit ID.");
  if (!/^refs\/(?:heads|tags)\/[A-Za-z0-9._/+@-]+$/.test(ref)) fail("The reference is not a plain branch or tag.");
  return { COMMIT: commit, REF: ref, BUILD: await numberOf(settings, given("RUN")), RECORD: "", FILES: "" };
}

async function earlierRelease(place) {
  const run = await sourceRun(place, given("SOURCE"), settings.waitMinutes);
  const id = given("SOURCE").slice(place.pipeline.length + 1);
  const name = `${settings.pipeline}-${id}`;
  // Runs with an earlier release have names of their own; an approver starts each of them.
  if (!["", name].includes(given("RUN"))) fail(`The run of this stage for ${given("SOURCE")} is ${name}, not ${given("RUN")}.`);
  const record = recordOf(run, place);
  const { build } = record.producer;
  if (Object.keys(record.images).length > 0) fail(`The release record of ${place.stage} contains an image.`);
  for (const need of settings.needs) {
    const found = recordOf(await finishedRun(need, `${need.pipeline}-${id}`, settings.waitMinutes), need, build);
    if (!isDeepStrictEqual(found.source, record.source)) fail(`The stage ${need.stage} had another release.`);
  }
  for (const image of settings.images) record.images[image.image] = await imageOf(image, record, id);
  const files = resultOf(run, "files");
  if (files !== "" && !new RegExp(`^${escape(settings.files)}@sha256:[0-9a-f]{64}$`).test(files))
    fail(`The artifacts of ${place.stage} are not in ${settings.files}.`);
  const { branch, tag, commit } = record.source;
  const ref = tag === "" ? `refs/heads/${branch}` : `refs/tags/${tag}`;
  return { COMMIT: commit, REF: ref, BUILD: build, RECORD: recordText(record), FILES: files };
}

/** The image that a stage built. A stage before it or after it cannot change its facts. */
async function imageOf(place, { source }, id) {
  const record = recordOf(await finishedRun(place, `${place.pipeline}-${id}`, settings.waitMinutes), place, source.build);
  const image = record.images[place.image];
  if (!isDeepStrictEqual(record.source, source) || image?.repository !== place.repository)
    fail(`The stage ${place.stage} did not build ${place.image} of this release.`);
  return image;
}

/** The record of a run, with the facts of this run. The task "seal" of the first stage has compared its number. */
function recordOf(run, { namespace, pipeline, stage }, number = null) {
  try {
    const record = checked(JSON.parse(resultOf(run, "record")));
    const build = number ?? record.source.build;
    const made = { stage, job: `/${namespace}/${pipeline}`, build, url: "" };
    if (record.service !== settings.service) throw new Error(`it belongs to service ${record.service}`);
    if (record.source.repository !== settings.git) throw new Error(`it belongs to ${record.source.repository}`);
    if (!isDeepStrictEqual(record.producer, made)) throw new Error(`${record.producer.job} #${record.producer.build} made it`);
    return record;
  } catch (error) {
    return fail(`The release record of ${stage} is not valid: ${error.message}.`);
  }
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
