import type { Model } from "../model/model.ts";
import type { Environment, Strategy } from "../model/platform.ts";
import type { Consequence, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

const FOLLOWS: readonly DecisionKey[] = ["environments.strategy"];

/** The cost of a failed release, by strategy. */
const COSTS = {
  recreate: "the old version stops first, so no user has the service until the release is fixed or rolled back",
  rolling:
    "instances that never become ready stop the rollout while the old ones keep serving; a faulty instance that becomes ready reaches all users",
  blueGreen:
    "no user is affected before the switch, which can be reverted quickly; both versions run at once, with twice the instances",
  canary: "the share of users in the first step is affected until the release is aborted",
} as const satisfies Readonly<Record<Strategy["kind"], string>>;

/** The name of a strategy. */
type StrategyName = Strategy["kind"];

/** How a new version replaces the old one. */
export const strategy: DecisionSource = {
  id: "strategy",
  title: "Strategy",
  question: "How does a new version replace the old one, and what does a failed release cost?",
  decide: (model) => ({
    choice: say(
      "strategy.choice",
      FOLLOWS,
      {},
      `${list(
        model.environments.map((it) => `${it.name}: ${it.strategy.kind}`),
        "No environments yet",
      )}.`,
    ),
    lines: model.environments.map((it) => lineOf(model, `environments/${it.name}/strategy/kind`, it.strategy.kind)),
    consequences: model.environments.map((it) => failure(model, it)),
    alternatives: alternatives(model),
    measured: [],
    products: [],
  }),
};

function failure(model: Model, environment: Environment): Consequence {
  const services = model.services.filter(({ stages }) =>
    stages.some((stage) => stage.kind === "deploy" && stage.environment === environment.name),
  ).length;
  const { kind, steps } = environment.strategy;
  const share = steps[0]?.weight;
  const first = share === undefined ? "" : ` (first step: ${share} percent)`;
  const text = `Failed release in ${environment.name} (${count(services, "service")}): ${COSTS[kind]}${first}.`;
  const figures = { services, ...(share === undefined ? {} : { share }) };
  return follows("cost", `strategy.failure.${environment.name}`, FOLLOWS, figures, text);
}

function alternatives(model: Model) {
  const chosen = model.environments.map((it) => it.strategy.kind);
  return (Object.keys(COSTS) as StrategyName[])
    .filter((name) => chosen.some((it) => it !== name))
    .map((name) => {
      const statement = say(`strategy.alternatives.${name}`, FOLLOWS, {}, `${name}: ${COSTS[name]}.`);
      return instead(statement, `${model.specFile}: environments.NAME.strategy: { kind: ${name} }`);
    });
}
