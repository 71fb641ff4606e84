import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that an engine that needs pods does not run on agents with a label. */
export const onlyPods: Policy = {
  code: "SW406",
  slug: "engines/unsupported-agent",
  title: "Engine runs on the wrong kind of agent",
  severity: "error",
  explanation:
    "The engine kaniko unpacks images over its own file system. It therefore builds only in pods, which are deleted after the build. An engine that is configured with pods ignores other agents.",
  fixed: true,
  decision: "An engine that overwrites its file system runs only in a pod, which is deleted afterwards.",
  check(model) {
    return [...model.engines.flatMap((engine) => checkEngine(model, engine.name)), ...checkStages(model)];
  },
};

function checkEngine(model: Model, name: string) {
  const why = engineNamed(name)?.onlyPods ?? null;
  const agent = model.engines.find((it) => it.name === name)?.agent;
  if (why === null || agent === undefined || agent.pods !== null) return [];
  const span = placeOf(model, `engines/${name}/agent/label`, agent.label);
  const message = `${name} can build only in pods, not on agents with the label "${agent.label}": ${why}`;
  return [finding("SW406", span, message, { hint: "set agent: { kubernetes: { namespace: … } }" })];
}

function checkStages(model: Model) {
  return model.services.flatMap((service) =>
    service.stages.flatMap((stage) => {
      if (stage.kind !== "image") return [];
      const engine = model.engines.find(({ name }) => name === stage.engine);
      if (engine === undefined || engine.agent.pods === null) return [];
      const path = `services/${service.name}/stages/${stage.id}/agent`;
      const origin = model.origins.get(path);
      if (origin?.kind !== "spec") return [];
      // A default of the platform applies only to stages that run on agents.
      if (origin.inherited !== undefined) return [];
      const message = `${stage.engine} builds in its own pods and ignores the stage's agent`;
      return [finding("SW406", placeOf(model, path), message, { hint: "remove the agent" })];
    }),
  );
}
