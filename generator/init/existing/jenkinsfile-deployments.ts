import { type Call, findCalls } from "../../api/consumers/calls.ts";
import type { Existing, Fact, Leftover } from "./facts.ts";
import type { Script } from "./script.ts";

/** Titles of stages that deploy, and the environments that they name. */
const DEPLOYS = /deploy|deliver|rollout|roll out|promote/i;
const ENVIRONMENT =
  /(?<![a-z])(dev|development|test|qa|int|integration|staging|uat|preprod|prd|prod|production|live)(?![a-z])/i;

/** Environments with the users of the product: a person decides about each deployment, also if the old pipeline asks no one. */
const LIVE = /^(prd|prod|production|live)$/;

/** Steps that do the work of a stage: an `input` after them asks about the next stage. */
const WORK = ["sh", "bat", "powershell", "pwsh"];

/** More stages are not what people write. */
const MOST_STAGES = 200;

const NO_PLACE =
  "set `protected: true` on the environment and `approvers` on its team, or `approval` on the deploy stage";
const NO_SUBMITTER =
  "it names no constant users or groups who approve: set them in `approval.by` of the stages of protected environments";

interface Deployment {
  readonly name: string;
  readonly call: Call;
  /** The approval that the deployment waits for; null if it waits for none. */
  readonly input: Call | null;
}

/** `stage('Deploy to staging')` names an environment. One that waits for an `input` is protected, with the users who approve. */
export function readDeployments(script: Script): Existing {
  const inputs = script.calls.filter((it) => it.name.text === "input" && script.indexOf(it.name) !== -1);
  const deployments = deploymentsIn(script, inputs);
  const names = [...new Set(deployments.map(({ name }) => name))];
  const found = names.map((name) => environmentFacts(script, name, deployments));
  const used = new Set(deployments.map(({ input }) => input));
  const others = inputs.filter((it) => !used.has(it)).map((it) => leftover(script, it, NO_PLACE));
  const leftovers = [...found.flatMap((it) => it.leftovers), ...others];
  return { facts: found.flatMap(({ facts }) => facts), leftovers };
}

function deploymentsIn(script: Script, inputs: readonly Call[]): Deployment[] {
  const stages = script.calls.filter(({ name }) => name.text === "stage");
  const named = stages.flatMap((call, index) => {
    const title = script.first(call)?.text ?? script.named(call, "name") ?? "";
    const name = ENVIRONMENT.exec(title.replaceAll(/([a-z])([A-Z])/g, "$1 $2"))?.[1]?.toLowerCase();
    return name === undefined || !DEPLOYS.test(title) ? [] : [{ name, call, next: stages[index + 1] }];
  });
  return named
    .slice(0, MOST_STAGES)
    .map(({ name, call, next }) => ({ name, call, input: inputOf(script, call, next, inputs) }));
}

/** The last `input` that a stage waits for: one before it, or one in it before its work. */
function inputOf(script: Script, stage: Call, next: Call | undefined, inputs: readonly Call[]): Call | null {
  const start = script.indexOf(stage.name);
  const body = script.bodyOf(stage);
  const last = body.at(-1);
  // An old stage has no block: it ends where the next one begins.
  const nextStart = next === undefined ? script.tokens.length : script.indexOf(next.name);
  const end = last === undefined ? nextStart : script.indexOf(last);
  const inside = last === undefined ? script.tokens.slice(start + 1, end) : body;
  const work = findCalls(inside).find(({ name }) => WORK.includes(name.text));
  const worksAt = work === undefined ? end : script.indexOf(work.name);
  // The directive `input { … }` counts wherever it is in the stage.
  const waits = inputs.filter((it) => {
    const at = script.indexOf(it.name);
    return at < start || (at <= end && (it.form === "block" || at < worksAt));
  });
  return waits.at(-1) ?? null;
}

function environmentFacts(script: Script, name: string, all: readonly Deployment[]): Existing {
  const own = all.filter((it) => it.name === name);
  const inputs = own.flatMap(({ input }) => input ?? []);
  const where = script.where((own[0] as Deployment).call.name);
  const isProtected = LIVE.test(name) || inputs.length > 0;
  const environment: Fact = { key: "environments", value: [{ name, protected: isProtected }], where };
  const parts = [...new Set(inputs)].map((input): Existing => {
    const users = submittersOf(script, input);
    if (users.length === 0) return { facts: [], leftovers: [leftover(script, input, NO_SUBMITTER)] };
    const fact: Fact = { key: "approvers", value: [[name, users]], where: script.where(input.name) };
    return { facts: [fact], leftovers: [] };
  });
  return {
    facts: [environment, ...parts.flatMap(({ facts }) => facts)],
    leftovers: parts.flatMap(({ leftovers }) => leftovers),
  };
}

/** `submitter: 'anna,release-managers'`, or `submitter '…'` in the block of the directive. */
function submittersOf(script: Script, input: Call): string[] {
  const directive = findCalls(script.bodyOf(input)).find(({ name }) => name.text === "submitter");
  const text = directive === undefined ? null : script.first(directive);
  const submitter = script.named(input, "submitter") ?? (text?.constant ? text.text : "");
  return [...new Set(submitter.split(",").flatMap((it) => (it.trim() === "" ? [] : [it.trim()])))];
}

function leftover(script: Script, call: Call, instead: string): Leftover {
  return { construct: "input", where: script.where(call.name), instead };
}
