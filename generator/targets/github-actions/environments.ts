import type { Model } from "../../model/model.ts";
import { identityOf } from "../../model/registry-login.ts";
import type { Service, Stage } from "../../model/service.ts";
import { startsByItself } from "../../model/stages.ts";
import { teamOf } from "../model-lookup.ts";
import { reachOf } from "../shared/stage-settings.ts";
import { environmentName, slugOf, stageWorkflow } from "./names.ts";
import { audienceOf } from "./oidc.ts";
import { phasesOf } from "./phases.ts";
import { hasEnvironment } from "./stage-workflows.ts";

/** An environment that an operator creates in the repository of an application. */
export interface EnvironmentView {
  readonly repository: string;
  readonly name: string;
  readonly stage: string;
  readonly owner: string;
  /** The branches and tags that may use it. */
  readonly refs: readonly string[];
  /** Who must approve; empty if no one must. */
  readonly reviewers: readonly string[];
  readonly notAuthor: boolean;
  readonly secrets: readonly { readonly name: string; readonly holds: string }[];
}

/** The environments of all stages, by repository. */
export function environmentsOf(model: Model): EnvironmentView[] {
  return model.services.flatMap((service) =>
    service.stages.filter((stage) => hasEnvironment(model, stage)).map((stage) => viewOne(model, service, stage)),
  );
}

function viewOne(model: Model, service: Service, stage: Stage): EnvironmentView {
  const { branches, tags } = reachOf(service, stage);
  const secrets = phasesOf(model, stage).flatMap(({ given }) => given.flatMap(({ secret }) => secret ?? []));
  return {
    repository: slugOf(service.git),
    name: environmentName(model, service, stage),
    stage: `${service.name}: ${stage.id}`,
    owner: stage.owner,
    refs: [...branches.map((it) => `branch ${it}`), ...tags.map((it) => `tag ${it}`)],
    reviewers: reviewersOf(model, stage),
    notAuthor: stage.approval?.notAuthor ?? false,
    secrets: [...new Map(secrets.map(({ name, holds }) => [name, { name, holds }])).values()],
  };
}

/** The identities with which stages log in to registries, and the claims of the tokens that their providers must trust. */
export function identitiesOf(model: Model) {
  return model.services.flatMap((service) =>
    service.stages.flatMap((stage) => {
      const { slug, path, branch } = stageWorkflow(model, service, stage);
      const logins = phasesOf(model, stage).flatMap(({ oidc }) => oidc);
      return [...new Map(logins.map((it) => [it.host, it])).values()].map((login) => ({
        registry: login.host,
        identity: identityOf(login),
        audience: audienceOf(login),
        subject: `repo:${slugOf(service.git)}:environment:${environmentName(model, service, stage)}`,
        workflow: `${slug}/${path}@refs/heads/${branch}`,
      }));
    }),
  );
}

/** The repositories of Amazon ECR to which stages push by OIDC: images, and the layers that they keep. */
export function ecrRepositoriesOf({ registries, services }: Model): string[] {
  const hosts = new Map(
    registries.flatMap(({ name, host, githubOidc }) => (githubOidc?.aws ? [[name, host] as const] : [])),
  );
  const pushed = services.flatMap(({ stages }) =>
    stages.flatMap((stage) => {
      if (stage.kind !== "image" || !hosts.has(stage.registry)) return [];
      return [stage.image, ...(stage.cache === null ? [] : [stage.cache])].map(
        (it) => `${hosts.get(stage.registry)}/${it}`,
      );
    }),
  );
  return [...new Set(pushed)].sort();
}

/** Who approves a stage: those of its approval, or the people who start it on Jenkins. */
export function reviewersOf(model: Model, stage: Stage): readonly string[] {
  if (stage.approval !== null) return stage.approval.by.length > 0 ? stage.approval.by : ownersOf(model, stage);
  return stage.needs.length > 0 && !startsByItself(stage) ? ownersOf(model, stage) : [];
}

function ownersOf(model: Model, { owner }: Stage): readonly string[] {
  const { approvers, reviewers } = teamOf(model, owner);
  return approvers.length > 0 ? approvers : reviewers;
}
