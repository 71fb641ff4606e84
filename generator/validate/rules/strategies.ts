import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { handoffs } from "../../handoffs/index.ts";
import type { Candidates, Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

type Environments = NonNullable<PlatformSpec["environments"]>;
type StrategySpec = NonNullable<Environments[string]["strategy"]>;

/** Keys that only some kinds of strategy read. */
const KINDS: Readonly<Partial<Record<keyof StrategySpec, readonly StrategySpec["kind"][]>>> = {
  surge: ["rolling", "canary"],
  unavailable: ["rolling", "canary"],
  promotion: ["blueGreen"],
  steps: ["canary"],
};

/** A strategy has all keys that its kind requires, and no others. */
export const strategies: Rule = (specs) => {
  const { platform } = specs;
  if (platform === null) return [];
  return Object.entries(platform.spec.environments ?? {}).flatMap(([name, environment]) => [
    ...(environment.strategy === undefined ? [] : ownKeys(platform, name, environment.strategy)),
    ...(switchesUsers(environment) ? ports(specs, name) : []),
  ]);
};

/** Whether the strategy, or the settings of a handoff, switch users between versions. */
function switchesUsers(environment: Environments[string]): boolean {
  const sections = environment as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const byHandoff = handoffs.some((it) => it.switchesUsers?.(sections[it.name] ?? {}) === true);
  return environment.strategy?.kind === "blueGreen" || byHandoff;
}

function ownKeys({ document }: Checked<PlatformSpec>, name: string, strategy: StrategySpec): Diagnostic[] {
  const place = ["environments", name, "strategy"];
  const foreign = Object.entries(KINDS).flatMap(([key, kinds]) => {
    if (!(key in strategy) || kinds.includes(strategy.kind)) return [];
    const message = `"${key}" requires kind: ${kinds.join(" or ")}, not ${strategy.kind}`;
    return [finding("SW361", document.keySpan([...place, key]), message, { hint: `remove ${key}` })];
  });
  if (strategy.kind === "canary" && strategy.steps === undefined) {
    const hint = "add steps: [{ weight: 10, pause: 1h }]";
    foreign.push(finding("SW202", document.valueSpan([...place, "kind"]), `the canary lacks "steps"`, { hint }));
  }
  const weights = (strategy.steps ?? []).map(({ weight }) => weight);
  const back = weights.findIndex((weight, index) => weight <= (weights[index - 1] ?? 0));
  if (back > 0) {
    const span = document.valueSpan([...place, "steps", back, "weight"]);
    const message = `the weight ${weights[back]} is not greater than the previous weight ${weights[back - 1]}`;
    foreign.push(finding("SW362", span, message, { hint: "increase the weight with each step" }));
  }
  return foreign;
}

/** These strategies switch users between Kubernetes Services, which need a port. */
function ports(specs: Candidates, environment: string): Diagnostic[] {
  return specs.services.flatMap(({ document, spec }) => {
    const deploys = spec.stages.some((stage) => stage.kind === "deploy" && stage.environment === environment);
    if (spec.port !== undefined || !deploys) return [];
    const message = `service "${spec.service}" lacks "port", which the strategy of environment "${environment}" requires`;
    return [finding("SW202", document.valueSpan(["service"]), message, { hint: "add port: 8080" })];
  });
}
