import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Environment, GitOps } from "../model/platform.ts";
import { lowerSettings, type Settings } from "./lower-settings.ts";
import type { Section } from "./section.ts";

type EnvironmentSpec = NonNullable<PlatformSpec["environments"]>[string];

const { branch, path } = defaults["GitOps repository"];

/** The environments, in the order of the spec. */
export function lowerEnvironments({ environments = {}, delivery }: PlatformSpec, section: Section): Environment[] {
  return Object.entries(environments).map(([name, spec]) => {
    const environment = section.within(name);
    const handoff = environment.take<string>("handoff", spec.handoff, delivery?.handoff ?? "argocd");
    return {
      name,
      namespace: environment.take("namespace", spec.namespace, defaults.environment.namespace),
      cluster: environment.take("cluster", spec.cluster, defaults.environment.cluster),
      freeze: environment
        .take("freeze", spec.freeze, [])
        .map((it) => ({ timeZone: defaults["freeze window"].timeZone, ...it })),
      protected: environment.take<boolean>("protected", spec.protected, defaults.environment.protected),
      handoff,
      gitops: spec.gitops === undefined ? null : lowerGitOps(spec.gitops, environment.within("gitops")),
      settings: lowerSettings(handoff, "environment", settingsOf(spec, handoff), environment.within(handoff)),
    };
  });
}

function lowerGitOps(spec: NonNullable<EnvironmentSpec["gitops"]>, section: Section): GitOps {
  return {
    git: section.take("git", spec.git, ""),
    branch: section.take("branch", spec.branch, branch),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
    path: section.take("path", spec.path, path),
  };
}

/** The section of an environment that is called as its handoff. */
function settingsOf(spec: EnvironmentSpec, handoff: string): Settings {
  return (spec as Readonly<Record<string, Settings | undefined>>)[handoff] ?? {};
}
