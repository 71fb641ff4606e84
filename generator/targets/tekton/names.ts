import { defaults } from "../../generated/defaults.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { found, teamOf } from "../model-lookup.ts";
import { repositoryFolder } from "../output-places.ts";

/** The most characters of a name in Kubernetes: names become values of labels. */
export const LONGEST = 63;

/** The most characters of a pipeline's name: a run adds an ID, and Tekton the names of its tasks. */
export const LONGEST_PIPELINE = LONGEST - "-999999999".length;

/** The most characters of a secret's name: the name of its volume is longer. */
export const LONGEST_SECRET = LONGEST - "secret-".length;

/** The names of objects that each team's namespace has. */
export const names = {
  /** Settings, programs and scripts. */
  programs: "stagewright-programs",
  scripts: "stagewright-scripts",
  /** Tasks that are the same for all stages. */
  admit: "stagewright-admit",
  seal: "stagewright-seal",
  /** Service accounts: without rights, with the right to read runs, and with the right to create runs. */
  work: "stagewright-work",
  records: "stagewright-records",
  listener: "stagewright",
  approvers: "stagewright-approvers",
} as const;

/** The namespace with the pipelines of a team. */
export function namespaceOf({ site }: Pick<Model, "site">, team: string): string {
  return (site.tekton?.namespace ?? defaults.tekton.namespace).replaceAll("{team}", team);
}

/** The name of a stage's pipeline, task and settings; and the beginning of the names of its runs. */
export function pipelineName({ name }: Service, { id }: Stage): string {
  return `${name}-${id}`;
}

/** The name of the pipeline that builds pull requests of a source stage. */
export function pullRequestName(service: Service, stage: Stage): string {
  return `${pipelineName(service, stage)}-pr`;
}

/** The name of the task that signs the image of a stage. */
export function attestName(service: Service, stage: Stage): string {
  return `${pipelineName(service, stage)}-attest`;
}

/** The name of the pipeline that deploys an earlier release again. */
export function redeployName(service: Service, stage: Stage): string {
  return `${pipelineName(service, stage)}-redeploy`;
}

/** A stage as other stages refer to it. */
export function placeOfStage(model: Model, service: Service, id: string) {
  const stage = stageOf(service, id);
  return { stage: id, namespace: namespaceOf(model, stage.owner), pipeline: pipelineName(service, stage) };
}

/** The stage with an id. */
export function stageOf({ name, stages }: Service, id: string): Stage {
  return found(
    stages.find((it) => it.id === id),
    `stage ${id} of ${name}`,
  );
}

/** The first stage of a service: its record names the commit. */
export function sourceOf(service: Service): Stage {
  return found(
    service.stages.find(({ kind }) => kind === "source"),
    `source stage of ${service.name}`,
  );
}

/** The folder with the files of a team: in the pipelines repository, or in its own. */
export function folderOf(model: Model, owner: string): string {
  return teamOf(model, owner).pipelines === null ? `tekton/teams/${owner}/` : `${repositoryFolder(owner)}tekton/`;
}

/** The file with the objects of a stage. */
export function stageFile(model: Model, service: Service, stage: Stage): string {
  return `${folderOf(model, stage.owner)}${service.name}/${stage.id}.yaml`;
}

/** The address at which a team's event listener starts stages. */
export function listenerUrl(model: Model, owner: string): string {
  return `http://el-${names.listener}.${namespaceOf(model, owner)}.svc:8080`;
}

/** The name of the Kubernetes secret with a credential: small letters, digits and hyphens. */
export function secretName(credential: string): string {
  return credential
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The name of the secret that signs the webhooks of an application repository. */
export function webhookSecret({ name }: Service): string {
  return `webhook-${name}`;
}
