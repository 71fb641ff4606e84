import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { policies } from "../generated/policies.ts";
import type { Model } from "../model/model.ts";
import { judge } from "./apply-waivers.ts";
import type { DockerfileText } from "./policy.ts";

export { policies };

/** What the policies find in a model, as the site weighs it on a day; throws nothing. */
export function checkPolicies(
  model: Model,
  today: string | null = null,
  dockerfiles: readonly DockerfileText[] = [],
): Diagnostic[] {
  const findings = policies.flatMap((policy) => policy.check(model, dockerfiles));
  return judge(model, policies, findings, today);
}
