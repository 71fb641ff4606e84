import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { controllerOf } from "../../handoffs/index.ts";
import type { Checked } from "../../spec/specs.ts";
import { handoffOf } from "./handoffs.ts";
import type { Rule } from "./rule.ts";

type EnvironmentSpec = NonNullable<PlatformSpec["environments"]>[string];

/** The keys of a GitOps repository do not conflict. */
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
    return [
      finding("SW332", document.keySpan([...path, "chart"]), '"chart" requires layout: helm', {
        hint: "add layout: helm, or remove chart",
      }),
    ];
  }
  const { path: local, repository, name: called, version } = gitops.chart ?? {};
  const remote = [repository, called, version].filter((it) => it !== undefined).length;
  if ((local !== undefined && remote === 0) || (local === undefined && remote === 3)) return [];
  const span =
    gitops.chart === undefined ? document.valueSpan([...path, "layout"]) : document.keySpan([...path, "chart"]);
  const hint = "add chart: { path: … }, or chart: { repository: …, name: …, version: … }";
  return [
    finding(
      "SW332",
      span,
      "layout: helm requires either a chart folder, or the name and version of a chart in a chart repository",
      { hint },
    ),
  ];
}

function hosts({ document }: Checked<PlatformSpec>, name: string, { gitops }: EnvironmentSpec): Diagnostic[] {
  if (gitops?.knownHosts === undefined || !/^(https?|file):/.test(gitops.git)) return [];
  const span = document.keySpan(["environments", name, "gitops", "knownHosts"]);
  return [
    finding("SW332", span, '"knownHosts" requires an SSH address', {
      hint: "use git: ssh://git@HOST/PATH, or remove knownHosts",
    }),
  ];
}

function request({ document, spec }: Checked<PlatformSpec>, name: string, environment: EnvironmentSpec): Diagnostic[] {
  if (environment.wait === undefined || environment.gitops?.pullRequest === undefined) return [];
  const span = document.keySpan(["environments", name, "wait"]);
  const controller = controllerOf(handoffOf(spec, name))?.name ?? "the controller";
  const hint = `remove wait; ${controller}'s notifications inform the owner`;
  return [finding("SW332", span, '"wait" does not work with a pull request, which people merge later', { hint })];
}

function syncs({ document }: Checked<PlatformSpec>, name: string, { sync, wait }: EnvironmentSpec): Diagnostic[] {
  const key = (own: string) => document.keySpan(["environments", name, "sync", own]);
  const waits = '"pipeline" requires wait: the deploy job starts the sync while it waits';
  const heals = '"selfHeal" requires an automatic sync, which reverts manual changes';
  return [
    ...(sync?.pipeline && wait === undefined
      ? [finding("SW332", key("pipeline"), waits, { hint: "add wait: { token: … }" })]
      : []),
    ...(sync?.selfHeal && sync.automatic === false
      ? [finding("SW332", key("selfHeal"), heals, { hint: "remove automatic: false, or selfHeal" })]
      : []),
  ];
}
