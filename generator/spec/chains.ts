import type { StageSpec } from "./specs.ts";

/** The stages that run in parallel with a stage, including the stage itself. */
export function groupOf(stages: readonly StageSpec[], stage: StageSpec): readonly StageSpec[] {
  const group = parallelOf(stage);
  return group === undefined ? [stage] : stages.filter((it) => parallelOf(it) === group);
}

/** The parallel group of a stage. */
export function parallelOf(stage: StageSpec): string | undefined {
  return stage.kind === "source" ? undefined : stage.parallel;
}

/** The stages whose records a stage uses: those in `needs`, or the previous stage or group in the list. */
export function upstreamsOf(stages: readonly StageSpec[], stage: StageSpec): readonly StageSpec[] {
  if (stage.kind === "source") return [];
  if (stage.needs !== undefined) return stages.filter(({ id }) => stage.needs?.includes(id));
  const first = groupOf(stages, stage)[0] ?? stage;
  const before = stages[stages.indexOf(first) - 1];
  return before === undefined ? [] : groupOf(stages, before);
}

/** All stages before a stage, the nearest first; null if they form a cycle. */
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
