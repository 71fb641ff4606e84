import { handoffNamed } from "../handoffs/index.ts";
import type { Model } from "../model/model.ts";
import { requestLabel } from "../model/request-agents.ts";
import { isHosted, runsInCluster } from "../model/runner.ts";
import type { Service, Stage } from "../model/service.ts";
import { usesSigningKey } from "../model/stages.ts";

/** A stage on agents with a label. */
export interface AgentUser {
  readonly service: Service;
  readonly stage: Stage;
  readonly label: string;
}

/** The stages that run code of applications on agents with a label: source and custom stages, and image builds. */
export function applicationBuilds(model: Model): AgentUser[] {
  return usersOf(model).filter(({ stage }) => stage.kind !== "deploy");
}

/** The deploy stages whose scripts get credentials of the environment. */
export function deliveries(model: Model, areProtected: boolean): AgentUser[] {
  const environments = model.environments.filter((environment) => {
    if (environment.protected !== areProtected) return false;
    const phases = handoffNamed(environment.handoff)?.phases(model, environment) ?? [];
    return phases.some(({ credentials }) => credentials.length > 0);
  });
  const names = new Set(environments.map(({ name }) => name));
  return usersOf(model).filter(({ stage }) => stage.kind === "deploy" && names.has(stage.environment));
}

/**
 * The image stages whose image a pod of its own signs, on agents of `site.agents.delivery`: on Tekton and Jenkins X. The key protects
 * an environment if a protected one requires what it signs.
 */
export function signers(model: Model, areProtected: boolean): AgentUser[] {
  const { site, environments, services } = model;
  const { label } = site.agents.delivery;
  const required = environments.some((it) => it.protected && it.requires.length > 0);
  if (!runsInCluster(model.target) || required !== areProtected) return [];
  return services.flatMap((service) =>
    service.stages
      .filter((stage) => stage.kind === "image" && usesSigningKey(site.tools, stage))
      .map((stage) => ({ service, stage, label })),
  );
}

/** All stages on agents with a label. */
export function usersOf(model: Model): AgentUser[] {
  const pods = model.engines.filter(({ agent }) => agent.pods !== null).map(({ name }) => name);
  return model.services.flatMap((service) =>
    service.stages
      .filter((stage) => stage.agent.pod === null && (stage.kind !== "image" || !pods.includes(stage.engine)))
      .map((stage) => ({ service, stage, label: stage.agent.label })),
  );
}

/** The labels on which pull requests build, with the stages. On Jenkins, only multibranch jobs build them. */
export function pullRequestBuilds(model: Model): AgentUser[] {
  const builds = ({ job }: Service) => model.target !== "jenkins" || job === "multibranch";
  return usersOf(model)
    .filter(({ service, stage }) => builds(service) && stage.reach.pullRequests)
    .map((user) => ({ ...user, label: requestLabel(model.site, user.label) }));
}

/** The users of agents that can have a label. */
export function usersOn(model: Model, label: string, users: readonly AgentUser[]): AgentUser[] {
  const labels = [...new Set(users.map((user) => user.label))].filter((it) => shareAgents(model, it, label));
  return users.filter((user) => labels.includes(user.label));
}

/**
 * Whether an agent can have both labels: an alternative of one expression is an alternative of the other. Each side of `->` and
 * `<->` is an alternative, too. A runner of GitHub is new for each job, so nothing of an earlier job is on it.
 */
function shareAgents({ target }: Model, one: string, other: string): boolean {
  if (target === "github-actions" && isHosted(one)) return false;
  const alternatives = (label: string) => label.split(/\|\||<?->/).map((it) => it.replaceAll(/[\s()"]/g, ""));
  return alternatives(one).some((it) => alternatives(other).includes(it));
}

/** `shop/build, shop/image`, shortened after three names. */
export function namesOf(users: readonly AgentUser[]): string {
  const names = [...new Set(users.map(({ service, stage }) => `${service.name}/${stage.id}`))];
  const more = names.length - 3;
  return more > 0 ? `${names.slice(0, 3).join(", ")} and ${more} more` : names.join(", ");
}
