import { engineDefaults } from "../generated/defaults.ts";
import type { PlatformSpec, platform } from "../generated/spec-types.ts";
import type { BuildAgent, Engine, Pods } from "../model/platform.ts";
import type { Section } from "./section.ts";

type Setting = string | number | boolean;
type BuildAgentSpec = platform.BuildAgent;

/** Lowers the engines, in the order of the spec. Keys that only some engines have become their `settings`. */
export function lowerEngines({ engines = {}, site }: PlatformSpec, section: Section): Engine[] {
  return Object.entries(engines).map(([name, { agent, buildsAtOnce, ...settings }]) => {
    const engine = section.within(name);
    return {
      name,
      agent: lowerAgent(agent, (site.agents?.images ?? site.agent).label, engine),
      buildsAtOnce: engine.take<number | null>("buildsAtOnce", buildsAtOnce, null),
      settings: lowerSettings(name, settings, engine),
    };
  });
}

function lowerAgent(spec: BuildAgentSpec | undefined, siteLabel: string, section: Section): BuildAgent {
  if (spec === undefined) return { ...section.take("agent", undefined, { label: siteLabel }), pods: null };
  const agent = section.within("agent");
  const { label, kubernetes } = spec;
  if (kubernetes === undefined) return { label: agent.take("label", label, siteLabel), pods: null };
  return { label: "", pods: lowerPods(kubernetes, agent.within("pods", ["kubernetes"])) };
}

/** Lowers the settings of pods. */
export function lowerPods(spec: NonNullable<BuildAgentSpec["kubernetes"]>, section: Section): Pods {
  const tolerations = (spec.tolerations ?? []).map(({ key, value = null, effect = null }) => ({ key, value, effect }));
  return {
    cloud: section.take<string | null>("cloud", spec.cloud, null),
    namespace: section.take<string | null>("namespace", spec.namespace, null),
    serviceAccount: section.take<string | null>("serviceAccount", spec.serviceAccount, null),
    agentImage: section.take<string | null>("agentImage", spec.agentImage, null),
    caConfigMap: section.take<string | null>("caConfigMap", spec.caConfigMap, null),
    pullSecrets: section.take<readonly string[]>("pullSecrets", spec.pullSecrets, []),
    nodeSelector: section.take<Readonly<Record<string, string>>>("nodeSelector", spec.nodeSelector, {}),
    tolerations,
  };
}

function lowerSettings(
  name: string,
  spec: Readonly<Record<string, Setting | undefined>>,
  engine: Section,
): Record<string, Setting> {
  const fallbacks = engineDefaults[name] ?? {};
  const keys = [...new Set([...Object.keys(fallbacks), ...Object.keys(spec)])].sort();
  return Object.fromEntries(
    keys.map((key) => [key, engine.take(`settings/${key}`, spec[key], fallbacks[key] ?? "", [key])]),
  );
}
