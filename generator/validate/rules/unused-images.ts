import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { ancestors, parallelOf } from "../../spec/chains.ts";
import type { Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/**
 * A deploy stage takes all images before it, so `needs` can leave out an image of the same release. An image that is made after a
 * deployment, or that a custom stage uses, is not meant for one.
 */
export const unusedImages: Rule = ({ services }) => services.flatMap(checkService);

function checkService({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const before = new Map(spec.stages.map((stage) => [stage, ancestors(spec.stages, stage) ?? []]));
  const of = (stage: StageSpec) => before.get(stage) ?? [];
  const deployed = spec.stages.filter(({ kind }) => kind === "deploy").flatMap(of);
  const used = [...deployed, ...spec.stages.filter(({ kind }) => kind === "custom").flatMap(of)];
  return spec.stages.flatMap((stage, index) => {
    const isOfDeployed = of(stage).some((it) => it.kind === "source" && deployed.includes(it));
    const isMeant = isOfDeployed && !of(stage).some(({ kind }) => kind === "deploy");
    if (stage.kind !== "image" || !isMeant || used.includes(stage)) return [];
    const hint =
      parallelOf(stage) === undefined
        ? "put the image stages next to each other, with the same needs and the same parallel: NAME"
        : `add "${stage.id}" to the needs of the stage after the group`;
    const span = document.valueSpan(["stages", index, "id"]);
    return [finding("SW321", span, `no deploy stage takes the image of stage "${stage.id}"`, { hint })];
  });
}
