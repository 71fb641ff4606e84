import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { sourceToolNamed } from "../../source-tools/index.ts";
import { hasSecrets, phasesOf } from "./phases.ts";
import { runsOnHosted } from "./runners.ts";

/**
 * The files that list the dependencies of a stage, for each of its tools, if the stage keeps a cache of them; null for a stage without
 * one. Only source stages have one: what others restored could change an image or a deployment. A runner of the site keeps its files
 * itself. A stage with secrets keeps none, because anyone who may open a pull request can read a cache.
 */
export function locksOf(model: Model, stage: Stage): Readonly<Record<string, readonly string[]>> | null {
  if (stage.kind !== "source" || hasSecrets(phasesOf(model, stage))) return null;
  if (!runsOnHosted(stage.agent.label)) return null;
  const tools = [stage, ...stage.also].map(({ tool }) => [tool, sourceToolNamed(tool)?.locks ?? []] as const);
  const locks = tools.filter(([, names]) => names.length > 0);
  return locks.length === 0 ? null : Object.fromEntries(locks);
}
