import type { Model } from "../model/model.ts";
import type { Environment, Strategy } from "../model/platform.ts";
import type { Consequence, DecisionKey, DecisionSource } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

const FOLLOWS: readonly DecisionKey[] = ["environments.strategy"];

/** What a release that fails costs, by strategy. */
const COSTS = {
  recreate:
    "the old version is stopped first: every user is without the service until the release is mended or rolled back",
  rolling:
    "new instances that never become ready stop the roll-out, and the old ones go on serving; one that is ready and wrong reaches everybody",
  blueGreen:
    "nobody before it is switched to: the new version stands beside the old one, at twice the instances, and the switch goes back as fast",
  canary: "the share of the users that the first step lets in, until it is aborted",
} as const satisfies Readonly<Record<Strategy["kind"], string>>;

/** How a strategy is called. */
type StrategyName = Strategy["kind"];

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
        model.environments.map((it) => `${it.name}: ${it.strategy.kind}`),
        "No environment yet",
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
  const first = share === undefined ? "" : ` (${share} percent)`;
  const text = `A failed release of one of the ${count(services, "service")} in ${environment.name} costs: ${COSTS[kind]}${first}.`;
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
