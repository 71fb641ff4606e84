import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { ancestors, upstreamsOf } from "../../spec/chains.ts";
import { type Checked, hasArtifacts, type StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The input of each stage comes from an earlier stage: a record for an image, an image for a deployment. */
export const chain: Rule = ({ services }) =>
  services.flatMap((service) => service.spec.stages.flatMap((stage, index) => checkStage(service, stage, index)));

function checkStage({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  if (stage.kind === "source") return deadEnd({ document, spec }, stage, index);
  const before = ancestors(spec.stages, stage);
  if (before === null) return circle({ document, spec }, stage, index);
  // Another rule reports a chain that starts with an unknown stage.
  const first = before.at(-1) ?? stage;
  if (first.kind !== "source" && first.needs !== undefined) return [];
  const kind = stage.kind === "deploy" ? "image" : "source";
  const article = kind === "image" ? "an" : "a";
  if (!before.some((it) => it.kind === kind)) {
    const hint = `add ${article} ${kind} stage before it, or name one in needs`;
    return [
      finding(
        "SW304",
        document.valueSpan(["stages", index, "id"]),
        `${stage.kind} stage "${stage.id}" has no ${kind} stage before it`,
        { hint },
      ),
    ];
  }
  if (stage.kind === "deploy" || stage.artifactsFrom === undefined) return [];
  return artifacts({ document, spec }, stage.artifactsFrom, before, index);
}

/** Two consecutive source stages look like one release, but each starts its own. */
function deadEnd({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const next = spec.stages[index + 1];
  const taken = spec.stages.some((it) => upstreamsOf(spec.stages, it).includes(stage));
  if (taken || next?.kind !== "source" || !hasArtifacts(stage)) return [];
  const message = `no stage uses the artifacts of "${stage.id}": "${next.id}" starts a release of its own`;
  const hint = "build both in one stage with also";
  return [finding("SW320", document.valueSpan(["stages", index, "id"]), message, { hint })];
}

/** Reports a cycle at the entry of `needs` that closes it. */
function circle({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const needs = stage.kind === "source" ? [] : (stage.needs ?? []);
  return needs.flatMap((needed, place) => {
    const by = spec.stages.find(({ id }) => id === needed);
    if (by === undefined || by === stage || !leadsTo(spec.stages, by, stage)) return [];
    const span = document.valueSpan(["stages", index, "needs", place]);
    const hint = "remove one of the entries in needs";
    return [finding("SW305", span, `stage "${stage.id}" needs itself through "${needed}"`, { hint })];
  });
}

/** Whether a stage is among the stages before another one. */
function leadsTo(stages: readonly StageSpec[], from: StageSpec, to: StageSpec): boolean {
  const seen = new Set<StageSpec>();
  let level: readonly StageSpec[] = [from];
  while (level.length > 0 && !level.includes(to)) {
    for (const it of level) seen.add(it);
    level = level.flatMap((it) => upstreamsOf(stages, it)).filter((it) => !seen.has(it));
  }
  return level.length > 0;
}

function artifacts(
  { document, spec }: Checked<ServiceSpec>,
  from: string,
  before: readonly StageSpec[],
  index: number,
): Diagnostic[] {
  const source = spec.stages.find(({ id, kind }) => id === from && kind === "source");
  if (source === undefined || source.kind !== "source") return [];
  const span = document.valueSpan(["stages", index, "artifactsFrom"]);
  if (!before.includes(source)) {
    const hint =
      "each source stage starts a release of its own; build everything for one release in one stage with also";
    return [
      finding("SW304", span, `stage "${from}" is not before this stage, so its artifacts are not available`, { hint }),
    ];
  }
  if (hasArtifacts(source)) return [];
  return [finding("SW304", span, `stage "${from}" has no artifacts`, { hint: `add artifacts to stages.${from}` })];
}
