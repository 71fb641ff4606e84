import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
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
  // On Jenkins, only a multibranch job builds pull requests.
  if (pullRequests === undefined || (isForJenkins(platform) && spec.job !== "multibranch")) return [];
  return spec.stages.flatMap((stage, index) => {
    const label = stage.agent?.label;
    if (label === undefined || label === builds.label || Object.hasOwn(pullRequests.byLabel ?? {}, label)) return [];
    if (label === pullRequests.label || !reachOf(platform, spec, stage).pullRequests) return [];
    const span = document.valueSpan(["stages", index, "agent", "label"]);
    const where = `pull requests run stage "${stage.id}" on agents ${show(pullRequests.label)}, and other builds on ${show(label)}`;
    const key = /^[\w.-]+$/.test(label) ? label : JSON.stringify(label);
    const hint = `in the platform spec, set site.agents.pullRequests.byLabel: { ${key}: LABEL }`;
    const shell = windowsShell(stage);
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

function windowsShell(stage: StageSpec): string | null {
  return stage.kind === "custom" && stage.shell !== undefined && WINDOWS.has(stage.shell) ? stage.shell : null;
}
