import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Agents with a docker daemon build images and nothing else. */
export const sharedDockerSocket: Policy = {
  code: "SW434",
  title: "A docker socket is not shared",
  decision: "Whoever reaches the socket is root on the host, so only image builds do.",
  consequence: "A source build, anybody's code, mounts the host's disk and reads every credential that is on it.",
  check(model) {
    return model.engines
      .filter(({ name, agent }) => name === "docker" && agent.pods === null)
      .flatMap(({ agent: { label } }) => {
        const others = sharing(model, label);
        if (others.length === 0) return [];
        const span = placeOf(model, "engines/docker/agent/label", label);
        const message = `agents with the label "${label}" have a docker socket, and run ${others.join(", ")} too`;
        return [finding("SW434", span, message, { hint: "give docker agents with a label of their own" })];
      });
  },
};

function sharing({ services }: Model, label: string): string[] {
  return services.flatMap(({ name, stages }) =>
    stages
      .filter((stage) => stage.agent.label === label && !(stage.kind === "image" && stage.engine === "docker"))
      .map(({ id }) => `${name}/${id}`),
  );
}
