import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { reservedVariable, toolVariable } from "../../spec/reserved-names.ts";
import { buildsOf, type Checked, type StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Service containers share one network, and their variables must not replace others. */
export const serviceContainers: Rule = ({ services }) =>
  services.flatMap((service) => service.spec.stages.flatMap((stage, index) => checkStage(service, stage, index)));

function checkStage({ document }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  if (!("services" in stage) || stage.services === undefined) return [];
  const containers = Object.entries(stage.services);
  const at: SpecPath = ["stages", index, "services"];
  const own = variablesOf(stage);
  return containers.flatMap(([name, { port }], position) => {
    const found: Diagnostic[] = [];
    const other = containers.slice(0, position).find(([, it]) => it.port === port)?.[0];
    if (other !== undefined) {
      const message = `the service containers "${other}" and "${name}" share a network, so only one can listen on port ${port}`;
      const hint = "let one of them listen on another port, with its arguments or environment";
      found.push(finding("SW385", document.valueSpan([...at, name, "port"]), message, { hint }));
    }
    const variables = ["HOST", "PORT"].map((it) => `${name.toUpperCase().replaceAll("-", "_")}_${it}`);
    const reserved = variables.find((it) => reservedVariable(it) || toolVariable(it));
    const taken = variables.find((it) => own.has(it));
    const hint = "choose another name for the service container";
    if (reserved !== undefined) {
      const message = `"${name}" would set ${reserved}, a reserved name of stagewright, Jenkins or a tool`;
      found.push(finding("SW310", document.keySpan([...at, name]), message, { hint }));
    } else if (taken !== undefined) {
      const message = `the service container "${name}" would replace the stage's variable ${taken}`;
      found.push(finding("SW385", document.keySpan([...at, name]), message, { hint }));
    }
    return found;
  });
}

/** The names of the variables and secrets that a stage's commands read. */
function variablesOf(stage: StageSpec): Set<string> {
  const builds = stage.kind === "source" ? buildsOf(stage).map(({ build }) => build.environment) : [];
  const own = stage.kind === "custom" ? [stage.environment] : builds;
  const secrets = "secrets" in stage ? stage.secrets : {};
  return new Set([...own, secrets].flatMap((it) => Object.keys(it ?? {})));
}
