import type { Model } from "../model/model.ts";
import type { DeployStage, Service, Stage } from "../model/service.ts";
import { startsByItself } from "../model/stages.ts";

/** What a node of the graph represents. */
export type NodeKind = "commit" | "stage" | "approval" | "environment";

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** The lines of its label. */
  readonly lines: readonly string[];
}

/** A group of nodes: the stages of an owner, or the environments of one delivery tool instance. */
export interface GraphGroup {
  readonly id: string;
  readonly kind: "lane" | "instance";
  readonly label: string;
  readonly nodes: readonly GraphNode[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** What the edge hands over: `record`, `digest`; null without a label. */
  readonly label: string | null;
  /** False if a person must start it. */
  readonly automatic: boolean;
}

/** A service's path from a commit to each of its environments. */
export interface ServiceGraph {
  readonly service: string;
  readonly commit: GraphNode;
  readonly lanes: readonly GraphGroup[];
  readonly instances: readonly GraphGroup[];
  /** Environments that no instance serves. */
  readonly others: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Builds the graph of a service; `jobName` returns the name of a stage's job. */
export function graphOf(model: Model, service: Service, jobName: (stage: Stage) => string): ServiceGraph {
  const ids = new Map(service.stages.map((stage, index) => [stage.id, `s${index}`]));
  const idOf = (id: string) => ids.get(id) ?? id;
  const deploys = service.stages.filter((stage): stage is DeployStage => stage.kind === "deploy");
  const reached = [...new Set(deploys.map(({ environment }) => environment))];
  const instances = instancesOf(model, reached);
  const served = instances.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  return {
    service: service.name,
    commit: { id: "commit", kind: "commit", lines: ["commit", service.git.replace(/^.*[/:](?=[^/]+\/[^/]+$)/, "")] },
    lanes: lanesOf(model, service, idOf, jobName),
    instances,
    others: reached.filter((name) => !served.includes(environmentId(name))).map(environmentNode),
    edges: [
      ...service.stages
        .filter((stage) => isFirst(service, stage))
        .map((stage) => ({ from: "commit", to: idOf(stage.id), label: null, automatic: true })),
      ...service.stages.flatMap((stage) => edgesFrom(model, service, stage, idOf)),
      ...deploys.map((stage) => ({
        from: idOf(stage.id),
        to: environmentId(stage.environment),
        label: "digest",
        automatic: true,
      })),
    ],
  };
}

function isFirst(service: Service, stage: Stage): boolean {
  return !service.stages.some(({ downstream }) => downstream.includes(stage.id));
}

function lanesOf(
  model: Model,
  service: Service,
  idOf: (id: string) => string,
  jobName: (stage: Stage) => string,
): GraphGroup[] {
  const owners = [...new Set(service.stages.map(({ owner }) => owner))];
  return owners.map((owner, index) => ({
    id: `lane${index}`,
    kind: "lane",
    label: owner,
    nodes: service.stages
      .filter((stage) => stage.owner === owner)
      .flatMap((stage) => [
        ...(isGuarded(model, stage) ? [approvalNode(model, stage, idOf(stage.id))] : []),
        { id: idOf(stage.id), kind: "stage" as const, lines: [stage.id, jobName(stage)] },
      ]),
  }));
}

/** Whether a person must act before the stage: it requests an approval or deploys to a protected environment. */
function isGuarded(model: Model, stage: Stage): boolean {
  if (stage.approval !== null) return true;
  if (stage.kind !== "deploy") return false;
  return model.environments.some((it) => it.name === stage.environment && it.protected);
}

function approvalNode(model: Model, stage: Stage, id: string): GraphNode {
  if (stage.approval !== null) {
    const { by, count } = stage.approval;
    return {
      id: `${id}ok`,
      kind: "approval",
      lines: [count > 1 ? `approved by ${count} of` : "approved by", by.join(", ")],
    };
  }
  const approvers = model.teams.find(({ name }) => name === stage.owner)?.approvers ?? [];
  const who = approvers.length === 0 ? `anyone permitted by ${stage.owner}` : approvers.join(", ");
  return { id: `${id}ok`, kind: "approval", lines: ["started by", who] };
}

function edgesFrom(model: Model, service: Service, stage: Stage, idOf: (id: string) => string): GraphEdge[] {
  return stage.downstream.flatMap((id) => {
    const next = service.stages.find((it) => it.id === id);
    if (next === undefined) return [];
    const label = next.firstOfJob === stage.firstOfJob ? null : "record";
    const automatic = startsByItself(next);
    const [from, to] = [idOf(stage.id), idOf(id)];
    if (!isGuarded(model, next)) return [{ from, to, label, automatic }];
    // The stage starts and waits for its approval. If several stages lead to it, the approval still has one edge to it.
    const toApproval = { from, to: `${to}ok`, label, automatic: automatic && next.approval !== null };
    return next.needs[0] === stage.id
      ? [toApproval, { from: `${to}ok`, to, label: null, automatic: true }]
      : [toApproval];
  });
}

/** The instances in the order in which the stages reach them. */
function instancesOf(model: Model, reached: readonly string[]): GraphGroup[] {
  const first = (environments: readonly string[]) => reached.findIndex((it) => environments.includes(it));
  const instances = model.delivery.instances.filter(({ environments }) => first(environments) !== -1);
  return instances
    .sort((a, b) => first(a.environments) - first(b.environments))
    .map(({ name, environments }, index) => {
      const own = environments.filter((it) => reached.includes(it));
      const label = `${name}: while it is down, no release reaches ${environments.join(", ")}`;
      return { id: `instance${index}`, kind: "instance", label, nodes: own.map(environmentNode) };
    });
}

function environmentNode(name: string): GraphNode {
  return { id: environmentId(name), kind: "environment", lines: [name] };
}

/** The id of an environment's node. Its name is a DNS label, but a dash would end a Mermaid id. */
function environmentId(name: string): string {
  return `env_${name.replaceAll("-", "_")}`;
}
