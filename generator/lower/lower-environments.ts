import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Environment } from "../model/platform.ts";
import type { Section } from "./section.ts";

const { branch, path } = defaults["GitOps repository"];

/** The environments, in the order of the spec. */
export function lowerEnvironments(
  environments: NonNullable<PlatformSpec["environments"]>,
  section: Section,
): Environment[] {
  return Object.entries(environments).map(([name, spec]) => {
    const environment = section.within(name);
    const gitops = environment.within("gitops");
    return {
      name,
      namespace: environment.take("namespace", spec.namespace, defaults.environment.namespace),
      cluster: environment.take("cluster", spec.cluster, defaults.environment.cluster),
      freeze: environment
        .take("freeze", spec.freeze, [])
        .map((it) => ({ timeZone: defaults["freeze window"].timeZone, ...it })),
      protected: environment.take<boolean>("protected", spec.protected, defaults.environment.protected),
      gitops: {
        git: gitops.take("git", spec.gitops.git, ""),
        branch: gitops.take("branch", spec.gitops.branch, branch),
        credentials: gitops.take<string | null>("credentials", spec.gitops.credentials, null),
        path: gitops.take("path", spec.gitops.path, path),
      },
    };
  });
}
