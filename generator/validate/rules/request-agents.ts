import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { gitHostOf } from "../../model/git-host.ts";
import { reachOf } from "../../spec/reach.ts";
import { type Checked, isForJenkins, type StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";
import { WINDOWS } from "./shells.ts";

/** Pull requests run a stage with another label than other builds on agents that can run it, too. */
export const requestAgents: Rule = ({ platform, services }) =>
  platform === null ? [] : services.flatMap((service) => checkService(platform.spec, service));

function checkService(platform: PlatformSpec, { document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const { agent, agents = {} } = platform.site;
  const { pullRequests, builds = agent } = agents;
  if (pullRequests === undefined || !buildsRequests(platform, spec)) return [];
  return spec.stages.flatMap((stage, index) => {
    const label = stage.agent?.label;
    const shell = windowsShell(stage);
    if (label === undefined || Object.hasOwn(pullRequests.byLabel ?? {}, label)) return [];
    // Any agent for pull requests can do what any agent for builds can, except to be Windows.
    if (label === builds.label && shell === null) return [];
    if (label === pullRequests.label || !reachOf(platform, spec, stage).pullRequests) return [];
    const span = document.valueSpan(["stages", index, "agent", "label"]);
    const where = `pull requests run stage "${stage.id}" on agents ${show(pullRequests.label)}, and other builds on ${show(label)}`;
    const key = /^[\w.-]+$/.test(label) ? label : JSON.stringify(label);
    const hint = `in the platform spec, set site.agents.pullRequests.byLabel: { ${key}: LABEL }`;
    return shell === null
      ? [
          finding("SW398", span, where, {
            hint: `${hint}, or ${pullRequests.label} as LABEL if these agents can run it`,
          }),
        ]
      : [
          finding("SW397", span, `${shell} needs Windows, but ${where}`, {
            hint: `${hint}, with the label of Windows agents`,
          }),
        ];
  });
}

/** On Jenkins, only a multibranch job with a known Git host builds pull requests. */
function buildsRequests(platform: PlatformSpec, spec: ServiceSpec): boolean {
  const { git, statuses } = platform.site;
  const host = gitHostOf(spec.git, git?.host ?? statuses?.host ?? null);
  return !isForJenkins(platform) || (spec.job === "multibranch" && host !== null);
}

function windowsShell(stage: StageSpec): string | null {
  return stage.kind === "custom" && stage.shell !== undefined && WINDOWS.has(stage.shell) ? stage.shell : null;
}
