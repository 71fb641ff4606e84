import type { StageSpec } from "./specs.ts";

/** The stages that run side by side with one, itself among them; itself alone where it is in no group. */
export function groupOf(stages: readonly StageSpec[], stage: StageSpec): readonly StageSpec[] {
  const group = parallelOf(stage);
  return group === undefined ? [stage] : stages.filter((it) => parallelOf(it) === group);
}

/** The group that a stage says it is in. */
export function parallelOf(stage: StageSpec): string | undefined {
  return stage.kind === "source" ? undefined : stage.parallel;
}

/** The stages whose records one takes: those it needs, or the stage or group that stands before it in the list. */
export function upstreamsOf(stages: readonly StageSpec[], stage: StageSpec): readonly StageSpec[] {
  if (stage.kind === "source") return [];
  if (stage.needs !== undefined) return stages.filter(({ id }) => stage.needs?.includes(id));
  const first = groupOf(stages, stage)[0] ?? stage;
  const before = stages[stages.indexOf(first) - 1];
  return before === undefined ? [] : groupOf(stages, before);
}

/** The stages before one, nearest first; null where there is a circle among them. */
export function ancestors(stages: readonly StageSpec[], stage: StageSpec): StageSpec[] | null {
  const found: StageSpec[] = [];
  let level = upstreamsOf(stages, stage);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > stages.length) return null;
    found.push(...level.filter((it) => !found.includes(it)));
    level = [...new Set(level.flatMap((it) => upstreamsOf(stages, it)))];
  }
  return found;
}
