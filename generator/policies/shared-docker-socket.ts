import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that agents with a Docker socket run only image builds. */
export const sharedDockerSocket: Policy = {
  code: "SW434",
  decision: "Only image builds can access the Docker socket, because it grants root access to the host.",
  check(model) {
    return model.engines
      .filter(({ name, agent }) => name === "docker" && agent.pods === null)
      .flatMap(({ agent: { label } }) => {
        const others = otherStagesOn(model, label);
        if (others.length === 0) return [];
        const span = placeOf(model, "engines/docker/agent/label", label);
        const message = `agents with the label "${label}" have a Docker socket and also run ${others.join(", ")}`;
        return [finding("SW434", span, message, { hint: "use a separate label for agents with Docker" })];
      });
  },
};

function otherStagesOn({ services }: Model, label: string): string[] {
  return services.flatMap(({ name, stages }) =>
    stages
      .filter((stage) => stage.agent.label === label && !(stage.kind === "image" && stage.engine === "docker"))
      .map(({ id }) => `${name}/${id}`),
  );
}
