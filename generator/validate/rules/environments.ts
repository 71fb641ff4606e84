import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { expand } from "../../model/pattern.ts";
import type { Candidates, Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The patterns of an environment produce valid namespaces, and a separate overlay folder for each service. */
export const environments: Rule = (specs) => {
  const { platform } = specs;
  if (platform === null) return sameEnvironment(specs);
  return [...sameEnvironment(specs), ...namespaces(specs, platform), ...overlays(specs, platform)];
};

function deployments({ services }: Candidates): { service: string; environment: string }[] {
  return services.flatMap(({ spec }) =>
    spec.stages.flatMap((stage) =>
      stage.kind === "deploy" ? [{ service: spec.service, environment: stage.environment }] : [],
    ),
  );
}

function namespaces(specs: Candidates, { document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  const seen = new Set<string>();
  return deployments(specs).flatMap(({ service, environment }) => {
    const pattern = spec.environments?.[environment]?.namespace ?? defaults.environment.namespace;
    const name = expand(pattern, service, environment);
    // Other rules report unknown placeholders and invalid service names.
    if (!/^[a-z][a-z0-9-]*$/.test(service)) return [];
    if (
      /[{}]/.test(name) ||
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ||
      spec.environments?.[environment] === undefined
    )
      return [];
    if (seen.has(environment)) return [];
    seen.add(environment);
    const span = document.valueSpan(["environments", environment, "namespace"]);
    const message = `the namespace "${name}" of service "${service}" is not a DNS label with at most 63 characters; it has ${name.length}`;
    return [finding("SW313", span, message, { hint: `change the pattern ${JSON.stringify(pattern)}` })];
  });
}

function overlays(specs: Candidates, { document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  const owners = new Map<string, string>();
  const reported = new Set<string>();
  const found = deployments(specs).flatMap(({ service, environment }) => {
    const gitops = spec.environments?.[environment]?.gitops;
    if (gitops === undefined) return [];
    const path = expand(gitops.path ?? defaults.gitopsRepository.path, service, environment);
    const key = [gitops.git, gitops.branch ?? defaults.gitopsRepository.branch, path].join(" ");
    const owner = `service "${service}" in "${environment}"`;
    const other = owners.get(key);
    owners.set(key, other ?? owner);
    if (other === undefined || other === owner || reported.has(environment)) return [];
    reported.add(environment);
    const span = document.valueSpan(["environments", environment, "gitops", "path"]);
    const hint = "add {service} and {environment} to the path";
    return [finding("SW314", span, `${owner} and ${other} share the overlay "${path}"`, { hint })];
  });
  return found;
}

/** Two stages of one service must not deploy to the same environment. */
function sameEnvironment({ services }: Candidates): Diagnostic[] {
  return services.flatMap(({ document, spec }) => {
    const once = onlyOnce("the environment of another stage");
    return spec.stages.flatMap((stage, index) =>
      stage.kind === "deploy" ? once(stage.environment, document.valueSpan(["stages", index, "environment"])) : [],
    );
  });
}
