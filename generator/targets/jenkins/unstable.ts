import { qualityGatesOf, type Reports } from "../../model/reports.ts";
import type { Stage } from "../../model/service.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";

/** Whether tests, quality gates, an allowed failure or the site's own steps can make a stage unstable. */
export function canBeUnstable(stage: Stage): boolean {
  if (stage.before.length > 0 || stage.after.length > 0) return true;
  if ("sonar" in stage && stage.sonar?.criticality === "unstable") return true;
  if (stage.kind === "source") return [stage, ...stage.also].some(hasUnstableReports);
  return stage.kind === "custom" && (stage.step !== null || stage.allowFailure || hasUnstableReports(stage));
}

function hasUnstableReports(reports: Reports): boolean {
  return reports.tests.length > 0 || qualityGatesOf(reports).some(({ criticality }) => criticality === "unstable");
}

/** Whether the stages that need a stage must not start if it is unstable. */
export function stopsIfUnstable(stage: Stage): boolean {
  return stage.unstable === "stop" && canBeUnstable(stage);
}

/** Whether a job may be unstable for a run that waits for it. */
export function continuesIfUnstable(service: JenkinsService, path: string): boolean {
  const stages = service.stages.filter(({ job }) => job === path).filter(canBeUnstable);
  return stages.length > 0 && stages.every(({ unstable }) => unstable === "continue");
}

/** The stages of the same job that stop the pipeline before a stage if they are unstable. */
export function stopsBefore({ stages }: Pick<JenkinsService, "stages">, stage: JenkinsStage): readonly string[] {
  const before = new Set<string>();
  const add = (ids: readonly string[]) => {
    for (const id of ids) {
      if (before.has(id)) continue;
      before.add(id);
      add(stages.find((it) => it.id === id)?.needs ?? []);
    }
  };
  add(stage.needs);
  return stages.filter((it) => before.has(it.id) && it.job === stage.job && stopsIfUnstable(it)).map(({ id }) => id);
}
