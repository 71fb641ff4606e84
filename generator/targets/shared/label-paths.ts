import type { Service, Stage } from "../../model/service.ts";
import type { Lack } from "./lack.ts";

/** The values of the model that can set the label of a stage's agent: the stage, its engine, or the site. */
export function labelPaths({ name }: Service, stage: Stage): Lack["paths"] {
  return [
    `services/${name}/stages/${stage.id}/agent/label`,
    ...(stage.kind === "image" ? [`engines/${stage.engine}/agent/label`] : []),
    ...agentPaths({ source: "builds", custom: "builds", image: "images", deploy: "delivery" }[stage.kind]),
  ];
}

/** The values of the model that can set the label of one of the site's agents. */
export function agentPaths(agent: string): Lack["paths"] {
  return [`site/agents/${agent}/label`, "site/agent/label"];
}
