import type { Model } from "../model/model.ts";
import type { ArgoInstance } from "../model/platform.ts";
import { ciName } from "../products/index.ts";
import type { Alternative, Consequence, DecidingLine, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** Where the CI product hands over to a delivery tool, and what happens when one of them is down. */
export const operatingPolicy: DecisionSource = {
  id: "operating-policy",
  title: "Operating policy",
  question: "Where does the CI product hand over to the delivery tool, and how many instances of it run?",
  decide: (model) => ({
    choice: choice(model),
    lines: [
      ...handoffLines(model),
      ...model.delivery.instances.flatMap(({ name, environments, highAvailability }) => [
        lineOf(model, `delivery/instances/${name}/environments`, environments),
        lineOf(model, `delivery/instances/${name}/highAvailability`, highAvailability),
      ]),
    ],
    consequences: [
      ...model.delivery.instances.map((instance) => blastRadius(model, instance)),
      whenBuildsAreDown(model),
      ...doubleWork(model),
      ...model.delivery.instances.map(availability),
    ],
    alternatives: alternatives(model),
    measured: [],
    products: [],
  }),
};

/** Returns every deployment of a service to one of the environments. */
function deployments(model: Model, environments: readonly string[]): string[] {
  return model.services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) =>
      stage.kind === "deploy" && environments.includes(stage.environment) ? [`${name}-${stage.environment}`] : [],
    ),
  );
}

/** Each team has a project for each environment to which it deploys. */
function projectsIn(model: Model, environments: readonly string[]): string[] {
  return model.services.flatMap(({ stages }) =>
    stages.flatMap((it) =>
      it.kind === "deploy" && environments.includes(it.environment) ? [`${it.environment} ${it.owner}`] : [],
    ),
  );
}

/** Returns the handoffs of all environments, without duplicates. */
export function handoffsOf({ environments }: Model): string[] {
  return [...new Set(environments.map(({ handoff }) => handoff))];
}

/** An environment without a handoff of its own uses the platform's. */
export function handoffLines(model: Model): DecidingLine[] {
  const own = model.environments.map(({ name, handoff }) => lineOf(model, `environments/${name}/handoff`, handoff));
  return [lineOf(model, "delivery/handoff", model.delivery.handoff), ...own.filter(({ at }) => at !== null)];
}

function shapeOf({ delivery, environments }: Model): string {
  if (delivery.instances.length === 1) return "one instance for all environments";
  return delivery.instances.every((it) => it.environments.length === 1)
    ? "one instance per environment"
    : `one instance per group of the ${count(environments.length, "environment")}`;
}

function choice(model: Model) {
  const { instances } = model.delivery;
  const figures = { instances: instances.length, environments: model.environments.length };
  const keys: DecisionKey[] = ["target", "delivery.handoff", "delivery.instances"];
  const where =
    instances.length === 0
      ? ""
      : ` ${count(instances.length, "instance")} for ${count(figures.environments, "environment")}: ${shapeOf(model)}.`;
  const text = `${ciName(model)} hands the image digest over to ${list(handoffsOf(model), "no delivery tool")}.${where}`;
  return say("operating-policy.choice", keys, figures, text);
}

/** Names the environments that receive no releases while an instance is down. */
function blastRadius(model: Model, { name, environments }: ArgoInstance): Consequence {
  const running = deployments(model, environments).length;
  const others = model.environments.map((it) => it.name).filter((it) => !environments.includes(it));
  const rest =
    others.length === 0 ? "no environment can receive a release" : `${list(others)} can still receive releases`;
  const guarded = model.environments
    .filter((it) => it.protected && environments.includes(it.name))
    .map((it) => it.name);
  const reach = guarded.length === 0 ? "" : ` This blocks releases to ${list(guarded)} (protected).`;
  const text = `When ${name} is down, no release reaches ${list(environments)}; ${rest}. ${count(running, "existing deployment")} there ${running === 1 ? "keeps" : "keep"} running.${reach}`;
  const keys: DecisionKey[] = ["delivery.instances", "environments.protected"];
  return follows("cost", `operating-policy.down.${name}`, keys, { running }, text);
}

function whenBuildsAreDown(model: Model): Consequence {
  const all = model.environments.map(({ name }) => name);
  const running = deployments(model, all).length;
  const text = `When ${ciName(model)} is down, nothing is built or handed over to ${list(handoffsOf(model), "a delivery tool")}. ${count(running, "existing deployment")} ${running === 1 ? "keeps" : "keep"} running.`;
  return follows("cost", "operating-policy.builds-down", ["target", "delivery.handoff"], { running }, text);
}

function doubleWork(model: Model): Consequence[] {
  const { instances } = model.delivery;
  if (instances.length === 0) return [];
  const projects = new Set(instances.flatMap(({ environments }) => projectsIn(model, environments))).size;
  const settings = instances.length;
  const less = settings > 1 ? ` One central instance would be ${settings - 1} fewer.` : "";
  const text = `${count(settings, "instance")} to install, upgrade, back up and monitor, each with its own settings; ${count(projects, "project")} in total.${less}`;
  const figures = { settings, projects, ...(settings > 1 ? { less: settings - 1 } : {}) };
  return [follows("cost", "operating-policy.work", ["delivery.instances", "stages.owner"], figures, text)];
}

function availability({ name, highAvailability }: ArgoInstance): Consequence {
  const with3 = `${name} runs with high availability: it needs 3 or more nodes, and survives the loss of one.`;
  const without = `${name} runs without high availability: its loss delays releases, but running applications are not affected.`;
  const figures: Readonly<Record<string, number>> = highAvailability ? { nodes: 3 } : {};
  const kind = highAvailability ? "cost" : "fact";
  const keys: DecisionKey[] = ["delivery.highAvailability", "delivery.instances"];
  return follows(kind, `operating-policy.availability.${name}`, keys, figures, highAvailability ? with3 : without);
}

function alternatives(model: Model): Alternative[] {
  const { instances } = model.delivery;
  const served = model.environments.filter(({ gitops }) => gitops !== null);
  const names = served.map(({ name }) => name);
  const handoff = served[0]?.handoff ?? model.delivery.handoff;
  if (instances.length === 0 || names.length < 2) return [];
  const change = (groups: readonly (readonly string[])[]) =>
    `${model.specFile}: delivery.${handoff}: ${groups.map((group) => `{ environments: [${group.join(", ")}] }`).join(", ")}`;
  const keys: DecisionKey[] = ["delivery.instances", "environments.protected"];
  const guarded = served.filter((it) => it.protected).map(({ name }) => name);
  const open = names.filter((name) => !guarded.includes(name));
  const found: Alternative[] = [];
  if (instances.length > 1) {
    const stopped = names.length;
    const text = `One instance for all environments: ${count(1, "instance")} to operate; when it is down, no release reaches any of the ${count(stopped, "environment")}.`;
    found.push(
      instead(
        say("operating-policy.alternatives.central", ["delivery.instances"], { instances: 1, stopped }, text),
        change([names]),
      ),
    );
  }
  if (instances.length < names.length) {
    const text = `One instance per environment: ${count(names.length, "instance")} to operate; a failure in one does not affect the others.`;
    const figures = { instances: names.length };
    found.push(
      instead(
        say("operating-policy.alternatives.each", ["delivery.instances"], figures, text),
        change(names.map((it) => [it])),
      ),
    );
  }
  if (names.length > 2 && guarded.length > 0 && open.length > 0 && instances.length !== 2) {
    const text = `Separate protected environments: ${count(2, "instance")}, one for ${list(open)}, one for ${list(guarded)}; a failure in the first does not affect the second.`;
    found.push(
      instead(say("operating-policy.alternatives.apart", keys, { instances: 2 }, text), change([open, guarded])),
    );
  }
  return found;
}
