import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { ancestors, upstreamsOf } from "../../spec/chains.ts";
import { type Checked, hasArtifacts, type StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** What a stage takes must have been made before it: a record for an image, an image for a deployment. */
export const chain: Rule = ({ services }) =>
  services.flatMap((service) => service.spec.stages.flatMap((stage, index) => checkStage(service, stage, index)));

function checkStage({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  if (stage.kind === "source") return deadEnd({ document, spec }, stage, index);
  const before = ancestors(spec.stages, stage);
  if (before === null) return circle({ document, spec }, stage, index);
  // A chain that begins at a name which is not there is found by that name.
  const first = before.at(-1) ?? stage;
  if (first.kind !== "source" && first.needs !== undefined) return [];
  const kind = stage.kind === "deploy" ? "image" : "source";
  const article = kind === "image" ? "an" : "a";
  if (!before.some((it) => it.kind === kind)) {
    const hint = `put ${article} ${kind} stage before it, or name one in needs`;
    return [
      finding(
        "SW304",
        document.valueSpan(["stages", index, "id"]),
        `${stage.kind} stage "${stage.id}" has no ${kind} stage before it`,
        { hint },
      ),
    ];
  }
  if (stage.kind !== "image" || stage.artifactsFrom === undefined) return [];
  return artifacts({ document, spec }, stage.artifactsFrom, before, index);
}

/** Two source stages in a row look as if they built one release. */
function deadEnd({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const next = spec.stages[index + 1];
  const taken = spec.stages.some((it) => upstreamsOf(spec.stages, it).includes(stage));
  if (taken || next?.kind !== "source" || !hasArtifacts(stage)) return [];
  const message = `what stage "${stage.id}" builds goes nowhere: "${next.id}" begins a release of its own`;
  const hint = "build both in one stage: see also";
  return [finding("SW320", document.valueSpan(["stages", index, "id"]), message, { hint })];
}

/** A circle is told of where a stage's own needs close it. */
function circle({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const needs = stage.kind === "source" ? [] : (stage.needs ?? []);
  return needs.flatMap((needed, place) => {
    const by = spec.stages.find(({ id }) => id === needed);
    if (by === undefined || by === stage || !leadsTo(spec.stages, by, stage)) return [];
    const span = document.valueSpan(["stages", index, "needs", place]);
    return [finding("SW305", span, `stage "${stage.id}" needs itself, by way of "${needed}"`)];
  });
}

/** Whether the way back from one stage passes another. */
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
    const hint = "each source stage begins a release of its own; what one release needs, one stage builds: see also";
    return [finding("SW304", span, `stage "${from}" is not before this one: its record does not come here`, { hint })];
  }
  if (hasArtifacts(source)) return [];
  return [finding("SW304", span, `stage "${from}" hands on no artifacts`, { hint: "give it artifacts" })];
}
