import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { type OwnedStage, teamOf } from "../model-lookup.ts";
import { waitsForUser } from "./pipelines.ts";

/** Who starts the runs of a team that wait; null if none does. A role covers all runs of a namespace, so there is one list. */
export function startersOf(model: Model, stages: readonly OwnedStage[]): readonly string[] | null {
  const first = stages.find(({ stage }) => waitsForUser(stage)) ?? stages.find(({ stage }) => stage.kind === "deploy");
  return first === undefined ? null : approversOf(model, first.stage);
}

/**
 * Who approves a stage: those of its approval, or the approvers or the group of its owner. The reviewers of the owner are names of
 * the git host: in the cluster, a user with such a name can be another person.
 */
export function approversOf(model: Model, { owner, approval }: Stage): readonly string[] {
  if (approval !== null && approval.by.length > 0) return approval.by;
  const { approvers, group } = teamOf(model, owner);
  return approvers.length > 0 || group === null ? approvers : [group];
}

/** Whether the deploy stages of a team have a pipeline for earlier releases: each of its runs waits for an approver. */
export function redeploys(model: Model, stages: readonly OwnedStage[]): boolean {
  return (startersOf(model, stages) ?? []).length > 0;
}
