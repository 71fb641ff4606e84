import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

type EnvironmentSpec = NonNullable<PlatformSpec["environments"]>[string];

/** The keys of a GitOps repository must mean something together. */
export const gitops: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.environments ?? {}).flatMap(([name, environment]) => [
    ...chart(platform, name, environment),
    ...hosts(platform, name, environment),
    ...request(platform, name, environment),
    ...syncs(platform, name, environment),
  ]);
};

function chart({ document }: Checked<PlatformSpec>, name: string, { gitops }: EnvironmentSpec): Diagnostic[] {
  const path = ["environments", name, "gitops"];
  if (gitops?.layout !== "helm") {
    if (gitops?.chart === undefined) return [];
    return [finding("SW332", document.keySpan([...path, "chart"]), '"chart" goes with layout: helm')];
  }
  const { path: local, repository, name: called, version } = gitops.chart ?? {};
  const remote = [repository, called, version].filter((it) => it !== undefined).length;
  if ((local !== undefined && remote === 0) || (local === undefined && remote === 3)) return [];
  const span =
    gitops.chart === undefined ? document.valueSpan([...path, "layout"]) : document.keySpan([...path, "chart"]);
  const hint = "chart: { path: … }, or chart: { repository: …, name: …, version: … }";
  return [finding("SW332", span, "layout helm needs a chart: a folder, or one of a chart repository", { hint })];
}

function hosts({ document }: Checked<PlatformSpec>, name: string, { gitops }: EnvironmentSpec): Diagnostic[] {
  if (gitops?.knownHosts === undefined || !/^(https?|file):/.test(gitops.git)) return [];
  const span = document.keySpan(["environments", name, "gitops", "knownHosts"]);
  return [finding("SW332", span, '"knownHosts" goes with an SSH address', { hint: "ssh://git@HOST/PATH" })];
}

function request({ document }: Checked<PlatformSpec>, name: string, environment: EnvironmentSpec): Diagnostic[] {
  if (environment.wait === undefined || environment.gitops?.pullRequest === undefined) return [];
  const span = document.keySpan(["environments", name, "wait"]);
  const hint = "leave it out; Argo CD's notifications tell the owner";
  return [finding("SW332", span, "a pull request is merged when people like: nobody waits for it", { hint })];
}

function syncs({ document }: Checked<PlatformSpec>, name: string, { sync, wait }: EnvironmentSpec): Diagnostic[] {
  const key = (own: string) => document.keySpan(["environments", name, "sync", own]);
  const waits = 'the deploy job asks for a sync while it waits: "pipeline" goes with wait';
  const heals = '"selfHeal" goes with an automatic sync: nothing else looks at what a hand changed';
  return [
    ...(sync?.pipeline && wait === undefined
      ? [finding("SW332", key("pipeline"), waits, { hint: "wait: { token: … }" })]
      : []),
    ...(sync?.selfHeal && sync.automatic === false ? [finding("SW332", key("selfHeal"), heals)] : []),
  ];
}
