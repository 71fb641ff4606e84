import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { groupOf, parallelOf, upstreamsOf } from "../../spec/chains.ts";
import type { Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Parallel stages start together, are next to each other, and end before the stage that needs all of them. */
export const parallelGroups: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => [
      ...checkGroup(service, stage, index),
      ...checkNeeds(service, stage, index),
    ]),
  );

function checkGroup({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const name = parallelOf(stage);
  if (name === undefined) return [];
  const span = document.valueSpan(["stages", index, "parallel"]);
  const found = (message: string, hint: string) => [finding("SW341", span, message, { hint })];
  const group = groupOf(spec.stages, stage);
  const [first = stage] = group;
  const place = group.indexOf(stage);
  if (spec.stages.some(({ id }) => id === name))
    return found(`the group name "${name}" is already the id of a stage`, "rename the group");
  if (group.length === 1)
    return found(
      `stage "${stage.id}" is the only one in group "${name}"`,
      "add another stage to the group, or remove parallel",
    );
  if (index !== spec.stages.indexOf(first) + place) {
    return found(`another stage is between the stages of group "${name}"`, "move them next to each other");
  }
  const taken = (it: StageSpec) => upstreamsOf(spec.stages, it).map(({ id }) => id);
  if (String(taken(stage)) === String(taken(first))) return [];
  const what = taken(first).join(", ") || "nothing";
  return found(
    `all stages of group "${name}" use the same record; "${first.id}" uses the record of ${what}`,
    "set the same needs for all of them",
  );
}

/** A stage cannot need several stages that are not one group: the last of them already has the records of the others. */
function checkNeeds({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const needed = stage.kind === "source" || stage.needs === undefined ? [] : upstreamsOf(spec.stages, stage);
  const [first] = needed;
  if (first === undefined || needed.length === 1) return [];
  const group = groupOf(spec.stages, first);
  if (parallelOf(first) !== undefined && sameMembers(group, needed)) return [];
  const hint = "set the same parallel name for all of them, or need only the last one";
  const names = needed.map(({ id }) => `"${id}"`).join(" and ");
  const message = `${names} are not exactly one parallel group`;
  return [finding("SW342", document.valueSpan(["stages", index, "needs"]), message, { hint })];
}

function sameMembers(group: readonly StageSpec[], needed: readonly StageSpec[]): boolean {
  return group.length === needed.length && group.every((it) => needed.includes(it));
}
