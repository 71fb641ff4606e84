import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import { requestLabel } from "../../model/request-agents.ts";
import type { Service, Stage } from "../../model/service.ts";
import { artifactsOf } from "../../model/stages.ts";
import { found } from "../model-lookup.ts";
import { stageSettings } from "../shared/stage-settings.ts";
import type { PlannedFile } from "../target.ts";
import { locksOf } from "./caches.ts";
import { jsonText } from "./json-text.ts";
import { actionOf, callerWorkflow, environmentName, releaseWorkflow, stageWorkflow } from "./names.ts";
import { withIdentities } from "./oidc.ts";
import { requestPermissions, sealPermissions, showPermissions, workPermissions } from "./permissions.ts";
import { hasOidc, hasSecrets, type Phase, phaseSettingsOf, phasesOf, withoutSecrets } from "./phases.ts";
import { pinnedActions } from "./pinned-actions.ts";
import { runsOn } from "./runners.ts";
import type { Given } from "./secrets.ts";
import { containerSettings } from "./service-containers.ts";

/** GitHub keeps artifacts for at most 90 days unless a repository allows more. */
const MOST_DAYS = 90;

/** Plans the reusable workflow of each stage, in the path of its owner. */
export function planStageWorkflows(model: Model): PlannedFile[] {
  return model.services.flatMap((service) =>
    service.stages.map((stage) => ({
      path: stageWorkflow(model, service, stage).file,
      template: "github-actions/stage.yml.hbs",
      shard: `${stage.owner}/${service.name}`,
      view: viewWorkflow(model, service, stage),
    })),
  );
}

function viewWorkflow(model: Model, service: Service, stage: Stage) {
  const phases = phasesOf(model, stage);
  const open = pullRequestsRunApart(stage, phases);
  return {
    specFile: service.specFile,
    owner: stage.owner,
    name: `${service.name}: ${stage.id}`,
    actions: pinnedActions,
    jobs: [viewJob(model, service, stage, phases), ...(open ? [viewPullRequest(model, service, stage, phases)] : [])],
    show: stage.kind === "deploy" ? viewShow(model, service, stage) : null,
    seal: viewSeal(model, service, stage),
  };
}

/** Whether pull requests run in a job of their own, because the other job has secrets or an identity. */
function pullRequestsRunApart(stage: Stage, phases: readonly Phase[]): boolean {
  return stage.reach.pullRequests && (hasSecrets(phases) || hasOidc(phases));
}

/** Whether a stage has an environment of its own: for its secrets, for its identity, or for the reviewers who approve it. */
export function hasEnvironment(model: Model, stage: Stage): boolean {
  const phases = phasesOf(model, stage);
  return stage.kind === "deploy" || stage.approval !== null || hasSecrets(phases) || hasOidc(phases);
}

function viewJob(model: Model, service: Service, stage: Stage, phases: readonly Phase[]) {
  const apart = pullRequestsRunApart(stage, phases);
  const other = requestLabel(model.site, stage.agent.label) !== stage.agent.label;
  const both = stage.reach.pullRequests && !apart && other;
  return {
    id: "work",
    name: stage.id,
    condition: apart ? "github.event_name != 'pull_request'" : null,
    ...{ labels: both ? null : runsOn(stage.agent.label), choice: both ? choice(model, stage) : null },
    timeout: stage.timeout,
    environment: hasEnvironment(model, stage) ? environmentName(model, service, stage) : null,
    concurrency: stage.kind === "deploy" ? `stagewright-${service.name}-${stage.environment}` : null,
    permissions: workPermissions(model, stage),
    ...viewSteps(model, service, stage, phases, false),
  };
}

/** The same work for a pull request: with the runners of pull requests, and without an environment and secrets. */
function viewPullRequest(model: Model, service: Service, stage: Stage, phases: readonly Phase[]) {
  const open = withoutSecrets(phases);
  return {
    id: "pull-request",
    name: `${stage.id} (pull request)`,
    condition: "github.event_name == 'pull_request'",
    labels: runsOn(requestLabel(model.site, stage.agent.label)),
    choice: null,
    timeout: stage.timeout,
    environment: null,
    concurrency: null,
    permissions: requestPermissions(model, stage),
    ...viewSteps(model, service, stage, open, true),
  };
}

/** The runner of a job that builds pull requests, too: an expression of two constants. */
function choice({ site }: Model, { agent }: Stage): string {
  const own = JSON.stringify(runsOn(agent.label));
  const open = JSON.stringify(runsOn(requestLabel(site, agent.label)));
  return `fromJSON(github.event_name == 'pull_request' && '${open}' || '${own}')`;
}

function viewSteps(model: Model, service: Service, stage: Stage, phases: readonly Phase[], open: boolean) {
  const { submodules, lfs, depth, sparse } = service.checkout;
  const tested = (stage.kind === "source" ? [stage, ...stage.also] : stage.kind === "custom" ? [stage] : []).some(
    ({ tests }) => tests.length > 0,
  );
  const files = stage.kind === "source" && [stage, ...stage.also].some(({ artifacts }) => artifacts.length > 0);
  const from = artifactsOf(stage);
  const locks = locksOf(model, stage);
  return {
    // The history shows which of two releases is older, and git confirms that the branch contains the commit.
    checkout: { depth: stage.kind === "source" ? (depth ?? 0) : 0, submodules, lfs, sparse },
    release: stage.kind === "deploy" ? viewRelease(model, service, stage) : null,
    // The stages between could change the list of artifacts, so it comes from the stage that made them.
    records: [...new Set([...stage.needs, ...(from === null ? [] : [from])])].map((id) => ({
      ...{ id, ...recordOf(service, id), signer: signerOf(model, service, id) },
    })),
    artifacts: from === null ? null : { id: from, name: filesOf(service, from) },
    begin: actionOf(model, service, "begin"),
    settings: {
      settings: jsonText({
        ...stageSettings(withIdentities(model), service, stage),
        phases: phaseSettingsOf(phases),
        ...containerSettings(stage),
        ...(locks !== null && { locks }),
      }),
    },
    cached: locks !== null,
    phases: phases.filter(({ always }) => !always).map((phase) => viewPhase(model, service, phase)),
    // Last: the record contains a digest that the clean-up removes.
    cleanup: phases.filter(({ always }) => always).map((phase) => viewPhase(model, service, phase)),
    finish: open ? null : actionOf(model, service, "finish"),
    released: open ? null : recordCondition(stage),
    reports: tested || phases.some(({ report }) => report !== "") ? `reports.${service.name}.${stage.id}` : null,
    files: files && !open ? filesOf(service, stage.id) : null,
    record: open ? null : recordOf(service, stage.id).artifact,
    days: Math.min(model.site.keep.days, MOST_DAYS),
  };
}

/** A pull request makes no release, and the deployment of an earlier release makes no record: its record is that of the earlier run. */
function recordCondition({ kind, reach }: Stage): string | null {
  if (kind === "deploy") return "github.event.inputs.UPSTREAM_BUILD == ''";
  return reach.pullRequests ? "github.event_name != 'pull_request'" : null;
}

/** How a deploy stage finds the run of its release. */
function viewRelease(model: Model, service: Service, stage: Stage) {
  const { workflow } = callerWorkflow(service);
  const { workflow: chooser } = releaseWorkflow(service, stage);
  return {
    action: actionOf(model, service, "release"),
    settings: { settings: jsonText({ workflow, chooser, needsReason: needsReason(model, stage) }) },
  };
}

/** Whether a user needs a reason to deploy an earlier release: the scripts of the environment do not see which release is newer. */
export function needsReason(model: Model, stage: Stage): boolean {
  if (stage.kind !== "deploy") return false;
  const environment = model.environments.find(({ name }) => name === stage.environment);
  return handoffNamed(environment?.handoff ?? "")?.refusesOlder === false;
}

/** The job that shows the release before the reviewers approve the job with the environment. */
function viewShow(model: Model, service: Service, stage: Stage) {
  const labels = runsOn(model.site.agents.delivery.label);
  return { labels, permissions: showPermissions, ...viewRelease(model, service, stage) };
}

function viewPhase(model: Model, service: Service, { id, label, given, always }: Phase) {
  return {
    id,
    label,
    action: actionOf(model, service, "run"),
    condition: always ? "always()" : null,
    given: distinct(given),
  };
}

/** A registry can be both that of the image and that of the base image. */
function distinct(given: readonly Given[]): readonly Given[] {
  return [...new Map(given.map((it) => [it.variable, it])).values()];
}

function recordOf({ name }: Service, stage: string) {
  return { artifact: `record.${name}.${stage}`, folder: `records/${stage}` };
}

function filesOf({ name }: Service, stage: string): string {
  return `files.${name}.${stage}`;
}

/**
 * The workflow that attested the record of a stage: `owner/repository/.github/workflows/…@refs/heads/main`. With the branch: others
 * may push a changed workflow to another branch, and call it.
 */
function signerOf(model: Model, service: Service, id: string): string {
  const stage = found(
    service.stages.find((it) => it.id === id),
    `stage ${id} of ${service.name}`,
  );
  const { slug, path, branch } = stageWorkflow(model, service, stage);
  return `${slug}/${path}@refs/heads/${branch}`;
}

/** The job that attests the record runs no code of the application, so only it may sign. */
function viewSeal(model: Model, service: Service, stage: Stage) {
  const { kind, id } = stage;
  return {
    name: `attest ${id}`,
    condition: recordCondition(stage),
    labels: runsOn(model.site.agents.delivery.label),
    permissions: sealPermissions,
    record: recordOf(service, id).artifact,
    action: actionOf(model, service, "seal"),
    settings: { settings: jsonText({ service: service.name, stage: id, kind, git: service.git }) },
  };
}
