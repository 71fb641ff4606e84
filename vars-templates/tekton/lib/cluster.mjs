// Reads runs from the API of the cluster. Only tasks that run no code of an application have the right to do this.
import { readFileSync } from "node:fs";
import { fail } from "./context.mjs";

const API = "https://kubernetes.default.svc";
const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
/** The numbers of builds count the seconds since this moment, so that they have nine digits. */
const BEGINNING = Date.UTC(2020, 0, 1);

/** A PipelineRun. */
export async function readRun(namespace, name) {
  const answer = await request(namespace, `/${encodeURIComponent(name)}`);
  if (answer.status === 404) return null;
  if (!answer.ok) fail(`The run ${name} of ${namespace} could not be read: HTTP status ${answer.status}.`);
  return answer.json();
}

async function request(namespace, path) {
  const token = readFileSync(`${ACCOUNT}/token`, "utf8").trim();
  const url = `${API}/apis/tekton.dev/v1/namespaces/${encodeURIComponent(namespace)}/pipelineruns${path}`;
  return fetch(url, { headers: { authorization: `Bearer ${token}` } });
}

/**
 * The number of a new release: the seconds from 2020 to the creation of the run of its first stage. If the run before it has this
 * number, it gets the next one. The order is that of the cluster, so no message can choose or take a number.
 */
export async function numberOf({ namespace, pipeline, service, stage }, name) {
  const labels = `app.kubernetes.io/part-of=${service},stagewright.io/stage=${stage}`;
  for (;;) {
    const answer = await request(namespace, `?labelSelector=${encodeURIComponent(labels)}`);
    if (!answer.ok) fail(`The runs of ${pipeline} in ${namespace} could not be read: HTTP status ${answer.status}.`);
    const { items } = await answer.json();
    const runs = items
      .filter(({ spec }) => spec.pipelineRef?.name === pipeline)
      .map(({ metadata }) => ({ name: metadata.name, second: Math.floor(Date.parse(metadata.creationTimestamp) / 1000) }))
      .sort((a, b) => a.second - b.second || (a.name < b.name ? -1 : 1));
    const own = runs.find((it) => it.name === name);
    if (own === undefined) fail(`There is no run ${name} of ${pipeline} in ${namespace}.`);
    // Until its second is over, another run with a name before this one can be created.
    if (Math.floor(Date.parse(answer.headers.get("date")) / 1000) > own.second + 1) return numberIn(runs, name);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function numberIn(runs, name) {
  let number = 0;
  for (const run of runs) {
    number = Math.max(run.second - BEGINNING / 1000, number + 1);
    if (run.name === name) return String(number);
  }
  return "";
}

/** Waits until a run of a pipeline has succeeded. Fails if it does not, or if it is a run of something else. */
export async function finishedRun({ namespace, pipeline, stage }, name, minutes) {
  const end = Date.now() + minutes * 60_000;
  let waits = false;
  for (;;) {
    const run = await readRun(namespace, name);
    if (run !== null) {
      const { pipelineRef } = run.spec;
      if (pipelineRef?.name !== pipeline || pipelineRef.resolver !== undefined)
        fail(`The run ${name} of ${namespace} is not a run of the pipeline ${pipeline}.`);
      const { status, reason } = run.status?.conditions?.find(({ type }) => type === "Succeeded") ?? {};
      if (status === "True") return run;
      if (status === "False") fail(`The stage ${stage} did not succeed: the run ${name} of ${namespace} ended with ${reason}.`);
    }
    if (Date.now() > end) fail(`The run ${name} of ${namespace} did not finish in ${minutes} minutes.`);
    if (!waits) console.log(`Waiting for the stage ${stage}: the run ${name} of ${namespace}, at most ${minutes} minutes.`);
    waits = true;
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

/** The finished run of the first stage. It starts the others, so it exists. */
export async function sourceRun(place, name, minutes) {
  if ((await readRun(place.namespace, name)) === null) fail(`There is no run ${name} in ${place.namespace}.`);
  return finishedRun(place, name, minutes);
}

/** A result of a finished run. */
export function resultOf(run, name) {
  return run.status.results?.find((it) => it.name === name)?.value ?? "";
}
