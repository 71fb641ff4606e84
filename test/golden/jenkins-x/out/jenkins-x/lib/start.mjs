// Starts the first stage of a service at the event listener of its owner, and waits for the end of its run: so the commit gets its
// result. Lighthouse's namespace is trusted with nothing: the stage checks the commit itself.
import { readFileSync } from "node:fs";
import { fail, given } from "./context.mjs";

const API = "https://kubernetes.default.svc";
const TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";
/** Seconds until the event listener has created the run. */
const PATIENCE = 60;

const namespace = given("NAMESPACE");
const stage = given("STAGE");
const event = await start();
const { metadata, status } = await finishedRun();
const { reason, message } = conditionOf({ status });
if (conditionOf({ status }).status === "False")
  fail(`The run ${metadata.name} in ${namespace} failed: ${reason}. ${message ?? ""}`);
console.log(`The run ${metadata.name} in ${namespace} succeeded.`);

/** Sends the message, and returns the identifier that the run has as a label. */
async function start() {
  if (!/^[a-z0-9-]{1,63}$/.test(namespace)) fail(`${namespace} is no namespace.`);
  const url = `http://el-stagewright.${namespace}.svc:8080`;
  const [commit, ref, number] = [given("COMMIT"), given("REF"), given("NUMBER")];
  const body = JSON.stringify({ stage, commit, ...(number === "" ? { ref } : { number }) });
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body }).catch((error) =>
    fail(`The stage ${stage} could not be started at ${url}: ${error.cause?.message ?? error.message}.`),
  );
  if (!answer.ok) fail(`The stage ${stage} could not be started at ${url}: HTTP status ${answer.status}.`);
  const { eventID = "" } = await answer.json();
  if (!/^[A-Za-z0-9-]{1,63}$/.test(eventID)) fail(`The event listener at ${url} named no event.`);
  return eventID;
}

/** Waits until the run of the event ends. The timeout of this run limits the wait. */
async function finishedRun() {
  const end = Date.now() + PATIENCE * 1000;
  let known = "";
  for (;;) {
    const run = await runOfEvent();
    if (run !== undefined && known === "") {
      known = run.metadata.name;
      console.log(`Waiting for the run ${known} in ${namespace}.`);
    }
    if (run !== undefined && ["True", "False"].includes(conditionOf(run).status)) return run;
    if (run === undefined && known !== "") fail(`The run ${known} in ${namespace} was deleted.`);
    if (run === undefined && Date.now() > end)
      fail(`The event listener of ${namespace} started no run of ${stage}: its filter does not accept this branch or commit.`);
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

async function runOfEvent() {
  const selector = encodeURIComponent(`triggers.tekton.dev/triggers-eventid=${event}`);
  const url = `${API}/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns?labelSelector=${selector}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${readFileSync(TOKEN, "utf8").trim()}` } });
  if (!answer.ok) fail(`The runs in ${namespace} could not be read: HTTP status ${answer.status}.`);
  const { items } = await answer.json();
  return items[0];
}

function conditionOf({ status }) {
  return status?.conditions?.find(({ type }) => type === "Succeeded") ?? {};
}
