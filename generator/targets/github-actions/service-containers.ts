import type { ServiceContainer, Stage } from "../../model/service.ts";
import type { Phase } from "../shared/phases.ts";
import { containersOf } from "../shared/service-containers.ts";

/**
 * The scripts that start and remove the service containers, which are those of Jenkins: so commands find them at the same host and in
 * the same variables. With `services` of a job, the values of a spec would be a part of the workflow, where GitHub evaluates expressions.
 */
export function containerPhases(stage: Stage): { readonly start: readonly Phase[]; readonly stop: readonly Phase[] } {
  const containers = containersOf(stage);
  if (containers.length === 0) return { start: [], stop: [] };
  const names = containers.map(({ name }) => name).join(", ");
  return {
    start: [phase("start-services", `Start ${names}`, startVariables(stage, containers), false)],
    stop: [phase("stop-services", `Stop ${names}`, {}, true)],
  };
}

/** What the builds of a stage need to find the containers; nothing for a stage without any. */
export function containerSettings(stage: Stage): Readonly<Record<string, unknown>> {
  const services = containersOf(stage).map(({ name, port }) => ({ name, port }));
  return services.length === 0 ? {} : { services };
}

function phase(id: string, label: string, variables: Readonly<Record<string, string>>, always: boolean): Phase {
  const rest = { logins: [], credentials: [], report: "", folder: "", build: null, tool: null };
  return { id, label, script: `source/${id}.sh`, variables, always, ...rest };
}

/** The variables that the script reads. Ports are open on the runner only if a command runs there. */
function startVariables(stage: Stage, containers: readonly ServiceContainer[]): Record<string, string> {
  const builds = stage.kind === "source" ? [stage, ...stage.also] : stage.kind === "custom" ? [stage] : [];
  return {
    PUBLISH: String(builds.some(({ toolImage }) => toolImage === null)),
    SERVICE_COUNT: String(containers.length),
    ...Object.assign({}, ...containers.map((it, index) => variablesOf(it, `SERVICE_${index}_`))),
  };
}

function variablesOf(it: ServiceContainer, prefix: string): Record<string, string> {
  const environment = Object.entries(it.environment).map(([name, value]) => `${name}=${value}`);
  return {
    [`${prefix}NAME`]: it.name,
    [`${prefix}IMAGE`]: it.image,
    [`${prefix}PORT`]: String(it.port),
    [`${prefix}USER`]: String(it.user ?? ""),
    [`${prefix}MEMORY`]: it.memory ?? "",
    [`${prefix}SECONDS`]: String(it.startTimeout),
    ...numbered(`${prefix}VARIABLE`, environment),
    ...numbered(`${prefix}ARGUMENT`, it.arguments),
  };
}

function numbered(name: string, values: readonly string[]): Record<string, string> {
  const entries = values.map((value, index) => [`${name}_${index}`, value] as const);
  return { [`${name}_COUNT`]: String(values.length), ...Object.fromEntries(entries) };
}
