import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** An engine that needs a container of its own is given no agent with a label. */
export const onlyPods: Policy = {
  code: "SW406",
  fixed: true,
  title: "kaniko builds in pods",
  decision: "What an engine may destroy is a container that is thrown away.",
  consequence: "The agent's own files are overwritten, and every build after it runs on what is left.",
  check(model) {
    return [...model.engines.flatMap((engine) => onLabel(model, engine.name)), ...stagesOnLabels(model)];
  },
};

function onLabel(model: Model, name: string) {
  const why = engineNamed(name)?.onlyPods ?? null;
  const agent = model.engines.find((it) => it.name === name)?.agent;
  if (why === null || agent === undefined || agent.pods !== null) return [];
  const span = placeOf(model, `engines/${name}/agent/label`, agent.label);
  const message = `${name} builds in pods only, not on agents with the label "${agent.label}": ${why}`;
  return [finding("SW406", span, message, { hint: "agent: { kubernetes: { namespace: … } }" })];
}

function stagesOnLabels(model: Model) {
  return model.services.flatMap((service) =>
    service.stages.flatMap((stage) => {
      if (stage.kind !== "image") return [];
      const engine = model.engines.find(({ name }) => name === stage.engine);
      const path = `services/${service.name}/stages/${stage.id}/agent`;
      const origin = model.origins.get(path);
      if (engine === undefined || engine.agent.pods === null || origin?.kind !== "spec") return [];
      // The platform's default is for the stages that run on agents.
      if (origin.inherited !== undefined) return [];
      const message = `${stage.engine} builds in its own pods; an agent of the stage's would not be used`;
      return [finding("SW406", placeOf(model, path), message, { hint: "leave the agent out" })];
    }),
  );
}
