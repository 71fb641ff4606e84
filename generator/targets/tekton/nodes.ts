import type { Model } from "../../model/model.ts";
import { requestLabels } from "../../model/request-agents.ts";
import type { Stage } from "../../model/service.ts";

/** The label of nodes that run the pods of an agent's label. */
const PREFIX = "agent.stagewright.io/";

/** The labels of a node that has all labels of an agent's expression; null for an expression that Kubernetes cannot select. */
export function nodeLabels(expression: string): readonly string[] | null {
  const labels = expression
    .replace(/^\(([^()]*)\)$/, "$1")
    .split("&&")
    .map((label) => label.trim());
  return labels.every((label) => /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(label)) ? labels : null;
}

/** The node selector of an agent's label; empty for pods, which have no label. */
export function nodeSelector(label: string): Readonly<Record<string, string>> {
  if (label === "") return {};
  return Object.fromEntries((nodeLabels(label) ?? []).map((it) => [`${PREFIX}${it}`, "true"]));
}

/** The labels that nodes need. */
export function neededLabels(model: Model): string[] {
  const stages = model.services.flatMap((service) => service.stages.map((stage) => labelOf(model, stage)));
  const requests = requestLabels(model.site).map(({ label }) => label);
  const all = [model.site.agents.delivery.label, ...stages, ...requests];
  return [...new Set(all.flatMap((label) => Object.keys(nodeSelector(label))))].sort();
}

/** The nodes that an operator runs, as a part of a list. */
export function neededNodes(model: Model): string {
  const labels = neededLabels(model);
  return labels.length === 0 ? "" : `, nodes with the labels ${labels.join(", ")}`;
}

/** The label of the nodes of a stage; empty for an engine in pods, which selects its nodes itself. */
export function labelOf({ engines }: Pick<Model, "engines">, stage: Stage): string {
  const inPods =
    stage.kind === "image" && engines.some(({ name, agent }) => name === stage.engine && agent.pods !== null);
  return inPods ? "" : stage.agent.label;
}
