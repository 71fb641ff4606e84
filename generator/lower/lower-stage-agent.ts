import { defaults } from "../generated/defaults.ts";
import type { Agent, StageAgent } from "../model/platform.ts";
import type { StageOf } from "../spec/specs.ts";
import type { Section } from "./section.ts";

/** Lowers the agent of a stage; without one, it runs on the site's agent. */
export function lowerStageAgent(spec: StageOf<"custom">["agent"], fallback: Agent, stage: Section): StageAgent {
  const { label, pod } = spec ?? {};
  if (pod === undefined) {
    const agent = label === undefined ? undefined : { label };
    return { ...stage.take<Agent>("agent", agent, fallback), pod: null };
  }
  const section = stage.within("agent").within("pod");
  return {
    label: "",
    pod: {
      image: section.take("image", pod.image, ""),
      memory: section.take<string | null>("memory", pod.memory, null),
      cpu: section.take<string | null>("cpu", pod.cpu, null),
      root: section.take<boolean>("root", pod.root, defaults.stagePod.root),
    },
  };
}
