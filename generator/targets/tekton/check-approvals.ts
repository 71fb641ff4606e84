import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { type OwnedStage, stagesByTeam } from "../model-lookup.ts";
import { approversOf, redeploys } from "./approvers.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { waitsForUser } from "./pipelines.ts";

/** What an approval cannot have: the right to start a run is a right in the namespace of the stage's owner. */
export function checkApprovals(model: Model): Lack[] {
  return [
    ...model.services.flatMap((service) => service.stages.flatMap((stage) => checkApproval(model, service, stage))),
    ...[...stagesByTeam(model)].flatMap(([owner, stages]) => [
      ...checkSame(model, stages),
      ...checkEarlier(model, owner, stages),
    ]),
  ];
}

function checkApproval(model: Model, { name }: Service, stage: Stage): Lack[] {
  const { origins } = model;
  const path = `services/${name}/stages/${stage.id}`;
  const { approval } = stage;
  return [
    ...when(approval !== null && approval.count > 1, () =>
      lacks(
        `${path}/approval/count`,
        `one approver starts a run, and ${approval?.count} must approve`,
        "remove count, or use target: jenkins",
      ),
    ),
    ...when(approval?.notAuthor === true, () =>
      lacks(
        `${path}/approval/notAuthor`,
        "the cluster knows the user who approves, but not the author of the commit",
        "remove notAuthor and choose approvers who do not commit, or use target: jenkins",
      ),
    ),
    ...checkStarters(model, path, stage),
    ...when(approval !== null, () =>
      differs(
        `${path}/approval`,
        "an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not",
        "keep the audit log of the cluster",
      ),
    ),
    ...when(approval === null && waitsForUser(stage), () =>
      differs(
        `${path}/id`,
        `each release waits for an approver before ${stage.id}`,
        "let the approvers cancel runs that they do not want",
      ),
    ),
    ...WAITING.flatMap(([key, consequence]) =>
      when(origins.get(`${path}/${key}`)?.kind === "spec", () =>
        differs(`${path}/${key}`, consequence, `remove ${key.split("/")[1]}`),
      ),
    ),
  ];
}

/** Who may start the runs of a stage. */
function checkStarters(model: Model, path: string, stage: Stage): Lack[] {
  const approvers = approversOf(model, stage);
  const place = `${path}/${stage.approval === null ? "owner" : "approval"}`;
  return [
    ...when((waitsForUser(stage) || stage.kind === "deploy") && approvers.some(isBuiltIn), () =>
      lacks(
        place,
        `${approvers.filter(isBuiltIn).join(", ")} is a group of Kubernetes itself, such as every account of the cluster`,
        "name a group of people",
      ),
    ),
    ...when(waitsForUser(stage) && approvers.length === 0, () =>
      lacks(
        place,
        `each run of ${stage.id} waits, and no user or group may start it: reviewers of ${stage.owner} are names of the git host`,
        `set approvers or group of team ${stage.owner}`,
      ),
    ),
  ];
}

/** The cluster puts accounts into these groups: system:authenticated contains all of them. */
function isBuiltIn(approver: string): boolean {
  return approver.startsWith("system:");
}

/** Settings of waiting that Tekton does not have. */
const WAITING = [
  ["approval/message", "the cluster shows the name of the run to the approvers, not a message"],
  ["approval/timeout", "a run waits for the approvers without a limit"],
] as const;

/** Without an approver, no one could start a run with an earlier release. */
function checkEarlier(model: Model, owner: string, stages: readonly OwnedStage[]): Lack[] {
  const deploys = stages.filter(({ stage }) => stage.kind === "deploy");
  return when(deploys.length > 0 && !redeploys(model, stages) && !stages.some(({ stage }) => waitsForUser(stage)), () =>
    differs(
      `teams/${owner}`,
      `the deploy stages of ${owner} have no pipeline for earlier releases: no user or group may start its runs`,
      `set approvers or group of team ${owner}`,
    ),
  );
}

/** A role covers all runs of a namespace, so each approver of a team may start each of its runs. */
function checkSame(model: Model, stages: readonly OwnedStage[]): Lack[] {
  const waiting = stages.filter(({ stage }) => waitsForUser(stage));
  const [first] = waiting;
  if (first === undefined) return [];
  const listOf = (stage: Stage) => [...approversOf(model, stage)].sort().join(", ");
  const expected = listOf(first.stage);
  return waiting.flatMap(({ service, stage }) =>
    when(listOf(stage) !== expected, () =>
      lacks(
        `services/${service.name}/stages/${stage.id}/approval`,
        `all stages of ${stage.owner} share a namespace, so they have the same approvers: those of ${first.service.name}: ${first.stage.id} are ${expected}, those of ${stage.id} ${listOf(stage)}`,
        "use the same approvers, or give one of the stages another owner",
      ),
    ),
  );
}
