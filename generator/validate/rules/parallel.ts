import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { groupOf, parallelOf, upstreamsOf } from "../../spec/chains.ts";
import type { Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Stages side by side begin together, stand together, and end before whoever needs them all. */
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
  const found = (message: string, hint: string) => [finding("SW306", span, message, { hint })];
  const group = groupOf(spec.stages, stage);
  const [first = stage] = group;
  const place = group.indexOf(stage);
  if (spec.stages.some(({ id }) => id === name)) return found(`"${name}" is a stage's id already`, "rename the group");
  if (group.length === 1) return found(`stage "${stage.id}" is alone in "${name}"`, "name two stages, or none");
  if (index !== spec.stages.indexOf(first) + place) {
    return found(`another stage stands between those of "${name}"`, "put them next to each other");
  }
  const taken = (it: StageSpec) => upstreamsOf(spec.stages, it).map(({ id }) => id);
  if (String(taken(stage)) === String(taken(first))) return [];
  const what = taken(first).join(", ") || "nothing";
  return found(
    `stages of "${name}" take the same record; "${first.id}" takes that of ${what}`,
    "give all the same needs",
  );
}

/** Records of stages that are no group were made one after the other: the last has what the first has. */
function checkNeeds({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const needed = stage.kind === "source" || stage.needs === undefined ? [] : upstreamsOf(spec.stages, stage);
  const [first] = needed;
  if (first === undefined || needed.length === 1) return [];
  const group = groupOf(spec.stages, first);
  if (parallelOf(first) !== undefined && sameMembers(group, needed)) return [];
  const hint = "give them one name under parallel, or need the last of them";
  const names = needed.map(({ id }) => `"${id}"`).join(" and ");
  const message = `${names} are not one whole parallel group`;
  return [finding("SW306", document.valueSpan(["stages", index, "needs"]), message, { hint })];
}

function sameMembers(group: readonly StageSpec[], needed: readonly StageSpec[]): boolean {
  return group.length === needed.length && group.every((it) => needed.includes(it));
}
