import type { Model } from "./model.ts";
import type { PodSecurity } from "./platform.ts";
import type { Stage } from "./service.ts";

/** The Pod Security level that the pod of a stage needs: a container that runs as root needs `baseline`. */
export function podSecurityOfStage(stage: Stage): PodSecurity {
  const services = "services" in stage ? stage.services : [];
  return stage.agent.pod?.root === true || services.some(({ user }) => user === 0) ? "baseline" : "restricted";
}

/** Whether engines or stages of a site run in pods. */
export function hasPods({ engines, services }: Pick<Model, "engines" | "services">): boolean {
  return (
    engines.some(({ agent }) => agent.pods !== null) ||
    services.some(({ stages }) => stages.some(({ agent }) => agent.pod !== null))
  );
}
