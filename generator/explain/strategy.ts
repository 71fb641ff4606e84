import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import type { Consequence, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, list, say } from "./statements.ts";

/** No key of the spec says it yet: the GitOps repository's Deployment does. */
const FOLLOWS: readonly DecisionKey[] = [];

/** What a release that fails costs, by strategy. */
const COSTS = {
  recreate:
    "the old version is stopped first: every user is without the service until the release is mended or rolled back",
  rolling:
    "new instances that never become ready stop the roll-out, and the old ones go on serving; one that is ready and wrong reaches everybody",
  "blue-green":
    "nobody: the new version stands beside the old one, at twice the instances, until somebody switches over",
  canary: "the share of users that the first step lets in, until it is aborted",
} as const;

/** How a strategy is called. */
type StrategyName = keyof typeof COSTS;

/** How a new version takes the old one's place. */
export const strategy: DecisionSource = {
  id: "strategy",
  title: "Strategy",
  question: "How does a new version take the old one's place, and what does a failed release cost?",
  decide: (model) => ({
    choice: say(
      "strategy.choice",
      FOLLOWS,
      {},
      `${list(
        model.environments.map((it) => `${it.name}: ${strategyOf(it)}`),
        "No environment yet",
      )}.`,
    ),
    lines: model.environments.map((it) => ({
      key: `environments.${it.name}.strategy`,
      value: strategyOf(it),
      at: null,
    })),
    consequences: model.environments.map((it) => failure(model, it)),
    alternatives: alternatives(model),
    measured: [],
    products: [],
  }),
};

/** Kubernetes' own for a Deployment that says nothing. */
function strategyOf(_: Environment): StrategyName {
  return "rolling";
}

function failure(model: Model, environment: Environment): Consequence {
  const services = model.services.filter(({ stages }) =>
    stages.some((stage) => stage.kind === "deploy" && stage.environment === environment.name),
  ).length;
  const text = `A failed release of one of the ${count(services, "service")} in ${environment.name} costs: ${COSTS[strategyOf(environment)]}.`;
  return follows("cost", `strategy.failure.${environment.name}`, FOLLOWS, { services }, text);
}

function alternatives(model: Model) {
  const chosen = model.environments.map(strategyOf);
  return (Object.keys(COSTS) as StrategyName[])
    .filter((name) => chosen.some((it) => it !== name))
    .map((name) => {
      const statement = say(`strategy.alternatives.${name}`, FOLLOWS, {}, `${name}: ${COSTS[name]}.`);
      return instead(statement, `the Deployment's spec.strategy in the GitOps repository`);
    });
}
