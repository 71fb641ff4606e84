import { finding } from "../diagnostics/finding.ts";
import { admits, engineLevels, engineNamed, podSecurityOf } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { podSecurityOfStage } from "../model/pod-security.ts";
import { runsInCluster } from "../model/runner.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the namespace allows the Pod Security level of the pods of engines and stages. */
export const podSecurity: Policy = {
  code: "SW408",
  slug: "pods/rejected-by-namespace",
  title: "Namespace rejects the build pod",
  severity: "error",
  explanation:
    "The pod of an engine or a stage needs a higher Pod Security level than `site.podSecurity` allows. The cluster rejects the pod, and the build waits for an agent until its timeout.",
  fixed: true,
  decision: "Build pods need no higher level than `site.podSecurity`, the level of their namespace.",
  check(model) {
    const { podSecurity: allowed } = model.site;
    const engines = model.engines.flatMap((engine) => {
      const { name, agent } = engine;
      const needed = podSecurityOf(engine);
      if ((agent.pods === null && !buildsInPod(model, name)) || admits(allowed, needed)) return [];
      const message = `pods of ${name} need the Pod Security level ${needed}, but site.podSecurity is ${allowed}`;
      const others = engineLevels.filter((it) => admits(allowed, it.level)).map((it) => `${it.name} (${it.level})`);
      const hint = `use ${others.join(" or ")}, or a namespace that allows this level`;
      return [finding("SW408", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
    return [...engines, ...checkStages(model)];
  },
};

/** On Tekton and Jenkins X, each step runs in a pod: so does the build of an engine with a label. */
function buildsInPod({ target, services }: Model, engine: string): boolean {
  if (!runsInCluster(target) || engineNamed(engine)?.daemon === true) return false;
  return services.some(({ stages }) => stages.some((it) => it.kind === "image" && it.engine === engine));
}

function checkStages(model: Model) {
  const { podSecurity: allowed } = model.site;
  return model.services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) => {
      const needed = podSecurityOfStage(stage);
      if (stage.agent.pod === null || admits(allowed, needed)) return [];
      const path = `services/${name}/stages/${stage.id}`;
      const message = `the pod of ${name}/${stage.id} has a container that runs as root and needs the Pod Security level ${needed}, but site.podSecurity is ${allowed}`;
      const hint = "remove root: true and user: 0, or use a namespace that allows this level";
      return [finding("SW408", placeOf(model, `${path}/agent/pod/image`, stage.agent.pod.image), message, { hint })];
    }),
  );
}
