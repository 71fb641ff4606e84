import type { ServiceContainer, Stage } from "../../model/service.ts";

/** The service containers of a stage. */
export function containersOf(stage: Stage): readonly ServiceContainer[] {
  return "services" in stage ? stage.services : [];
}
