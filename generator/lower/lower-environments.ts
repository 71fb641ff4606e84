import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import { standardHandoff } from "../handoffs/index.ts";
import type { Chart, Environment, Freeze, GitOps, PullRequest, Sync, Wait } from "../model/platform.ts";
import { readSchedule } from "../spec/schedule.ts";
import { lowerSettings, type Settings } from "./lower-settings.ts";
import { lowerStrategy } from "./lower-strategy.ts";
import type { Section } from "./section.ts";

type GitOpsSpec = NonNullable<EnvironmentSpec["gitops"]>;
type EnvironmentSpec = NonNullable<PlatformSpec["environments"]>[string];

const { branch, layout, path } = defaults.gitopsRepository;

/** Lowers the environments, in the order of the spec. */
export function lowerEnvironments({ environments = {}, delivery }: PlatformSpec, section: Section): Environment[] {
  return Object.entries(environments).map(([name, spec]) => {
    const environment = section.within(name);
    const handoff = environment.take<string>("handoff", spec.handoff, delivery?.handoff ?? standardHandoff().name);
    return {
      name,
      namespace: environment.take("namespace", spec.namespace, defaults.environment.namespace),
      cluster: environment.take("cluster", spec.cluster, defaults.gitopsEnvironment.cluster),
      freeze: environment.take("freeze", spec.freeze, []).map(lowerFreeze),
      strategy: lowerStrategy(spec.strategy, environment.within("strategy")),
      sync: lowerSync(spec.sync, environment.within("sync")),
      protected: environment.take<boolean>("protected", spec.protected, defaults.environment.protected),
      unstable: environment.take<"accept" | "refuse">("unstable", spec.unstable, defaults.environment.unstable),
      requires: environment.take<Environment["requires"]>("requires", spec.requires, []),
      handoff,
      gitops: spec.gitops === undefined ? null : lowerGitOps(spec.gitops, environment.within("gitops")),
      wait: spec.wait === undefined ? null : lowerWait(spec.wait, environment.within("wait")),
      settings: lowerSettings(handoff, "environment", settingsOf(spec, handoff), environment.within(handoff)),
    };
  });
}

function lowerFreeze(spec: NonNullable<EnvironmentSpec["freeze"]>[number]): Freeze {
  const length = Number.parseInt(spec.duration, 10);
  return {
    timeZone: defaults.freezeWindow.timeZone,
    ...spec,
    begins: readSchedule(spec.schedule) ?? { minutes: [], hours: [], days: [], months: [], weekdays: [] },
    minutes: spec.duration.endsWith("h") ? length * 60 : length,
  };
}

function lowerGitOps(spec: GitOpsSpec, section: Section): GitOps {
  return {
    git: section.take("git", spec.git, ""),
    branch: section.take("branch", spec.branch, branch),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
    path: section.take("path", spec.path, path),
    layout: section.take("layout", spec.layout, layout),
    chart: spec.chart === undefined ? null : lowerChart(spec.chart, section.within("chart")),
    knownHosts: section.take("knownHosts", spec.knownHosts, []),
    signing: section.take<string | null>("signing", spec.signing, null),
    pullRequest: section.take<PullRequest | null>("pullRequest", spec.pullRequest, null),
  };
}

function lowerChart(spec: NonNullable<GitOpsSpec["chart"]>, section: Section): Chart {
  return {
    path: section.take<string | null>("path", spec.path, null),
    repository: section.take("repository", spec.repository, ""),
    name: section.take("name", spec.name, ""),
    version: section.take("version", spec.version, ""),
  };
}

function lowerSync(spec: EnvironmentSpec["sync"], section: Section): Sync {
  return {
    automatic: section.take<boolean>("automatic", spec?.automatic, defaults.sync.automatic),
    selfHeal: section.take<boolean>("selfHeal", spec?.selfHeal, defaults.sync.selfHeal),
    pipeline: section.take<boolean>("pipeline", spec?.pipeline, defaults.sync.pipeline),
  };
}

function lowerWait(spec: NonNullable<EnvironmentSpec["wait"]>, section: Section): Wait {
  return {
    for: section.take("for", spec.for, defaults.wait.for),
    minutes: section.take<number>("minutes", spec.minutes, defaults.wait.minutes),
    token: section.take("token", spec.token, ""),
  };
}

/** The section of an environment with the name of its handoff. */
function settingsOf(spec: EnvironmentSpec, handoff: string): Settings {
  return (spec as Readonly<Record<string, Settings | undefined>>)[handoff] ?? {};
}
