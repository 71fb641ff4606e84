import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Candidates, Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

type Environments = NonNullable<PlatformSpec["environments"]>;
type StrategySpec = NonNullable<Environments[string]["strategy"]>;

/** Keys that go with some kinds only. */
const KINDS: Readonly<Partial<Record<keyof StrategySpec, readonly StrategySpec["kind"][]>>> = {
  surge: ["rolling", "canary"],
  unavailable: ["rolling", "canary"],
  promotion: ["blueGreen"],
  steps: ["canary"],
};

/** Strategies of Spinnaker that switch a service over. */
const SWITCHING = new Set(["redBlack", "highlander"]);

/** A strategy says what its kind reads, all of it and nothing else. */
export const strategies: Rule = (specs) => {
  const { platform } = specs;
  if (platform === null) return [];
  return Object.entries(platform.spec.environments ?? {}).flatMap(([name, { strategy, spinnaker }]) => [
    ...(strategy === undefined ? [] : ownKeys(platform, name, strategy)),
    ...(strategy?.kind === "blueGreen" || SWITCHING.has(spinnaker?.strategy ?? "") ? ports(specs, name) : []),
  ]);
};

function ownKeys({ document }: Checked<PlatformSpec>, name: string, strategy: StrategySpec): Diagnostic[] {
  const place = ["environments", name, "strategy"];
  const foreign = Object.entries(KINDS).flatMap(([key, kinds]) => {
    if (!(key in strategy) || kinds.includes(strategy.kind)) return [];
    const message = `"${key}" goes with kind: ${kinds.join(" or ")}, not with ${strategy.kind}`;
    return [finding("SW306", document.keySpan([...place, key]), message)];
  });
  if (strategy.kind === "canary" && strategy.steps === undefined) {
    const hint = "add steps: [{ weight: 10, pause: 1h }]";
    foreign.push(finding("SW202", document.valueSpan([...place, "kind"]), `the canary lacks "steps"`, { hint }));
  }
  const weights = (strategy.steps ?? []).map(({ weight }) => weight);
  const back = weights.findIndex((weight, index) => weight <= (weights[index - 1] ?? 0));
  if (back > 0) {
    const span = document.valueSpan([...place, "steps", back, "weight"]);
    const message = `the share ${weights[back]} follows ${weights[back - 1]}: a canary's shares grow`;
    foreign.push(finding("SW306", span, message));
  }
  return foreign;
}

/** Users are switched from one version's service to the other's, by a port. */
function ports(specs: Candidates, environment: string): Diagnostic[] {
  return specs.services.flatMap(({ document, spec }) => {
    const deploys = spec.stages.some((stage) => stage.kind === "deploy" && stage.environment === environment);
    if (spec.port !== undefined || !deploys) return [];
    const message = `service "${spec.service}" lacks "port", which the strategy of "${environment}" switches over`;
    return [finding("SW202", document.valueSpan(["service"]), message, { hint: "add port: 8080" })];
  });
}
