import { mermaid } from "../render/helpers/text.ts";
import type { GraphEdge, GraphGroup, GraphNode, NodeKind, ServiceGraph } from "./graph.ts";

const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  commit: ['(["', '"])'],
  stage: ['["', '"]'],
  approval: ['{{"', '"}}'],
  environment: ['[("', '")]'],
};

/** Renders a service's graph as a Mermaid flowchart. */
export function renderMermaid({ commit, lanes, instances, others, edges }: ServiceGraph): string {
  const lines = [
    "flowchart LR",
    `  ${node(commit)}`,
    ...[...lanes, ...instances].flatMap(group),
    ...others.map((it) => `  ${node(it)}`),
    ...edges.map((it) => `  ${edge(it)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function group({ id, label, nodes }: GraphGroup): string[] {
  return [`  subgraph ${id}["${mermaid(label)}"]`, ...nodes.map((it) => `    ${node(it)}`), "  end"];
}

function node({ id, kind, lines }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  return `${id}${open}${lines.map(mermaid).join("<br/>")}${close}`;
}

function edge({ from, to, label, automatic }: GraphEdge): string {
  const arrow = automatic ? "-->" : "-.->";
  return `${from} ${arrow}${label === null ? "" : `|"${mermaid(label)}"|`} ${to}`;
}
