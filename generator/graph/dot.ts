import type { GraphEdge, GraphGroup, GraphNode, NodeKind, ServiceGraph } from "./graph.ts";

const SHAPES: Readonly<Record<NodeKind, string>> = {
  commit: "oval",
  stage: "box",
  approval: "hexagon",
  environment: "cylinder",
};

/** Renders the graphs of services as one DOT file, with a cluster for each service. */
export function renderDot(graphs: readonly ServiceGraph[]): string {
  const body = graphs.flatMap((graph, index) => cluster(graph, `p${index}`)).map((line) => `  ${line}`);
  return ["digraph pipelines {", "  rankdir=LR;", "  node [shape=box];", ...body, "}", ""].join("\n");
}

function cluster({ service, commit, lanes, instances, others, edges }: ServiceGraph, prefix: string): string[] {
  const body = [
    `label=${quote(service)};`,
    node(commit, prefix),
    ...[...lanes, ...instances].flatMap((it) => group(it, prefix)),
    ...others.map((it) => node(it, prefix)),
    ...edges.map((it) => edge(it, prefix)),
  ];
  return [`subgraph ${quote(`cluster_${prefix}`)} {`, ...body.map((line) => `  ${line}`), "}"];
}

function group({ id, kind, label, nodes }: GraphGroup, prefix: string): string[] {
  const style = kind === "instance" ? ["style=dashed;"] : [];
  const body = [`label=${quote(label)};`, ...style, ...nodes.map((it) => node(it, prefix))];
  return [`subgraph ${quote(`cluster_${prefix}_${id}`)} {`, ...body.map((line) => `  ${line}`), "}"];
}

function node({ id, kind, lines }: GraphNode, prefix: string): string {
  return `${quote(prefix + id)} [shape=${SHAPES[kind]}, label=${quote(lines.join("\n"))}];`;
}

function edge({ from, to, label, automatic }: GraphEdge, prefix: string): string {
  const more = [...(label === null ? [] : [`label=${quote(label)}`]), ...(automatic ? [] : ["style=dotted"])];
  const attributes = more.length === 0 ? "" : ` [${more.join(", ")}]`;
  return `${quote(prefix + from)} -> ${quote(prefix + to)}${attributes};`;
}

/** Quotes a text for DOT, which needs escapes for backslashes, quotes and line breaks. */
function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
