import type { Service, Stage } from "../../model/service.ts";
import { type Lack, lacks, when } from "./lack.ts";

/** Pods and service containers of a stage, which the workflows do not start. */
export function checkContainers({ name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  const containers = "services" in stage ? stage.services : [];
  return [
    ...when(stage.agent.pod !== null, () =>
      lacks(
        `${path}/agent/pod/image`,
        "a stage runs on a runner, not in a pod of its own",
        "use agent: { label: LABEL } with a toolImage",
      ),
    ),
    ...when(containers.length > 0, () =>
      lacks(
        `${path}/services`,
        "the generated workflows start no service containers",
        "remove services, or use target: jenkins",
      ),
    ),
  ];
}
