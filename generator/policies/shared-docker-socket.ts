import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that agents with a Docker socket run only image builds. */
export const sharedDockerSocket: Policy = {
  code: "SW434",
  slug: "agents/shared-docker-socket",
  title: "Docker socket is shared with other builds",
  severity: "warning",
  explanation:
    "Access to the Docker socket means root access to its host. Any other stage on the same agents, such as a source build, can mount the host's disk and read the credentials on it.",
  decision: "Only image builds can access the Docker socket, because it grants root access to the host.",
  check(model) {
    return model.engines.flatMap(({ name, agent: { label, pods } }) => {
      const socket = engineNamed(name)?.socket ?? null;
      if (socket === null || pods !== null) return [];
      const others = otherStagesOn(model, label);
      if (others.length === 0) return [];
      const span = placeOf(model, `engines/${name}/agent/label`, label);
      const message = `agents with the label "${label}" have a ${socket} socket and also run ${others.join(", ")}`;
      return [finding("SW434", span, message, { hint: `use a separate label for agents with ${socket}` })];
    });
  },
};

function otherStagesOn({ services }: Model, label: string): string[] {
  return services.flatMap(({ name, stages }) =>
    stages
      .filter((stage) => stage.agent.label === label && !(stage.kind === "image" && usesSocket(stage.engine)))
      .map(({ id }) => `${name}/${id}`),
  );
}

function usesSocket(engine: string): boolean {
  return (engineNamed(engine)?.socket ?? null) !== null;
}
