import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { policies } from "../generated/policies.ts";
import type { Model } from "../model/model.ts";
import { applyWaivers } from "./apply-waivers.ts";
import type { DockerfileText } from "./policy.ts";

export { policies };

/** Returns the findings of all policies, with the severities and waivers of the site on a given day; never throws. */
export function checkPolicies(
  model: Model,
  today: string | null = null,
  dockerfiles: readonly DockerfileText[] = [],
): Diagnostic[] {
  const findings = policies
    .filter(({ target }) => target === undefined || target === model.target)
    .flatMap((policy) => policy.check(model, dockerfiles));
  return applyWaivers(model, policies, findings, today);
}
