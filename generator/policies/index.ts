import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { agentCapacity } from "./agent-capacity.ts";
import { countedBuilds } from "./counted-builds.ts";
import { engineSettings } from "./engine-settings.ts";
import { insecureRegistries } from "./insecure-registries.ts";
import { judge } from "./judge.ts";
import { maintainedEngines } from "./maintained-engines.ts";
import { offlineHosts } from "./offline-hosts.ts";
import { onlyPods } from "./only-pods.ts";
import { pinnedToolImages } from "./pinned-tool-images.ts";
import { platforms } from "./platforms.ts";
import { podSecurity } from "./pod-security.ts";
import type { Policy } from "./policy.ts";
import { separateCredentials } from "./separate-credentials.ts";
import { separateInstances } from "./separate-instances.ts";

/** Every policy; a new one is a file and a line here. */
export const policies: readonly Policy[] = [
  separateCredentials,
  separateInstances,
  pinnedToolImages,
  offlineHosts,
  insecureRegistries,
  engineSettings,
  onlyPods,
  maintainedEngines,
  podSecurity,
  agentCapacity,
  countedBuilds,
  platforms,
];

/** What the policies find in a model, as the site weighs it on a day; throws nothing. */
export function checkPolicies(model: Model, today: string | null = null): Diagnostic[] {
  const findings = policies.flatMap((policy) => policy.check(model));
  return judge(model, policies, findings, today);
}
