import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Strategy } from "../model/platform.ts";
import type { Section } from "./section.ts";

type StrategySpec = NonNullable<PlatformSpec["environments"]>[string]["strategy"];

/** Lowers the deployment strategy; the default is a rolling update, as in Kubernetes. */
export function lowerStrategy(spec: StrategySpec, section: Section): Strategy {
  return {
    kind: section.take<Strategy["kind"]>("kind", spec?.kind, "rolling"),
    deadline: section.take<number>("deadline", spec?.deadline, defaults.strategy.deadline),
    replicas: section.take<number | null>("replicas", spec?.replicas, null),
    surge: section.take<number | string | null>("surge", spec?.surge, null),
    unavailable: section.take<number | string | null>("unavailable", spec?.unavailable, null),
    promotion: section.take<Strategy["promotion"]>("promotion", spec?.promotion, "manual"),
    steps: section.take("steps", spec?.steps, []).map(({ weight, pause = null }) => ({ weight, pause })),
  };
}
