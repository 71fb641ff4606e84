import { defaults } from "../generated/defaults.ts";
import type { ServiceContainer } from "../model/service.ts";
import type { StageOf } from "../spec/specs.ts";
import type { Section } from "./section.ts";

type ServicesSpec = NonNullable<StageOf<"custom">["services"]>;

/** Lowers the service containers of a stage, sorted by name. */
export function lowerServiceContainers(spec: ServicesSpec | undefined, stage: Section): ServiceContainer[] {
  const containers = stage.take<ServicesSpec>("services", spec, {});
  const services = stage.within("services");
  return Object.entries(containers).map(([name, container]) => {
    const section = services.within(name);
    return {
      name,
      image: container.image,
      port: container.port,
      environment: section.take("environment", container.environment, {}),
      arguments: section.take<readonly string[]>("arguments", container.arguments, []),
      user: section.take<number | null>("user", container.user, null),
      memory: section.take<string | null>("memory", container.memory, null),
      startTimeout: section.take<number>(
        "startTimeout",
        container.startTimeout,
        defaults.serviceContainer.startTimeout,
      ),
    };
  });
}
