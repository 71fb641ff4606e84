import type { Service, Stage } from "../../model/service.ts";
import { type Lack, lacks, when } from "./lack.ts";

/** The pod of a stage, which the workflows do not start. */
export function checkContainers({ name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  return when(stage.agent.pod !== null, () =>
    lacks(
      `${path}/agent/pod/image`,
      "a stage runs on a runner, not in a pod of its own",
      "use agent: { label: LABEL } with a toolImage",
    ),
  );
}
