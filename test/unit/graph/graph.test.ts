import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { graph } from "../../../generator/commands/graph.ts";
import { jobOf, targetFacts } from "../../../generator/compile.ts";
import { renderDot } from "../../../generator/graph/dot.ts";
import { graphOf, type ServiceGraph } from "../../../generator/graph/graph.ts";
import { renderMermaid } from "../../../generator/graph/mermaid.ts";
import type { Model } from "../../../generator/model/model.ts";
import { inputOf as badInput, frontEnd } from "../bad-specs/check.ts";
import { recorder } from "../commands/support.ts";
import { compiled, examples, inputOf } from "../explain/examples.ts";

const root = join(import.meta.dirname, "../../../examples");

function graphs(example: (typeof examples)[number]): ServiceGraph[] {
  const { model } = compiled(inputOf(example));
  return graphsIn(model);
}

function graphsIn(model: Model): ServiceGraph[] {
  const facts = targetFacts(model);
  return model.services.map((service) => graphOf(model, service, (stage) => jobOf(facts, service, stage).path));
}

describe.each(examples)("the graph of %s", (example) => {
  it("equals the graph in PIPELINES.md", () => {
    const page = readFileSync(join(root, example, "out/PIPELINES.md"), "utf8");
    for (const it of graphs(example)) expect(page).toContain(`\`\`\`mermaid\n${renderMermaid(it)}\`\`\``);
  });

  it("has edges only between its nodes, and a path from the commit to each environment", () => {
    for (const { commit, lanes, instances, others, edges } of graphs(example)) {
      const nodes = [commit, ...others, ...[...lanes, ...instances].flatMap((group) => group.nodes)];
      const ids = nodes.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { from, to } of edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
      const reached = new Set(["commit"]);
      for (const _ of ids) for (const { from, to } of edges) if (reached.has(from)) reached.add(to);
      expect([...reached].sort()).toEqual([...ids].sort());
    }
  });
});

describe("a rendered graph", () => {
  it("has one edge from an approval to its stage if several stages lead to it", () => {
    const input = badInput({
      service: [
        ["approval: { by: [release-managers] }", "approval: { by: [release-managers] }, needs: [unit, lint]"],
        [
          "  - { id: prod,",
          "  - { id: unit, parallel: checks, kind: custom, owner: shop, command: make }\n  - { id: lint, parallel: checks, kind: custom, owner: release, command: make }\n  - { id: prod,",
        ],
      ],
    });
    const { model } = frontEnd(input);
    const edges = graphsIn(model as Model).flatMap((it) => it.edges);
    expect(edges.filter(({ from }) => from === "s5ok")).toEqual([
      { from: "s5ok", to: "s5", label: null, automatic: true },
    ]);
    expect(edges.filter(({ to }) => to === "s5ok")).toHaveLength(2);
  });

  it("shows jobs, records, approvers and Argo CD instances, in both languages", () => {
    const bank = graphs("bank");
    const mermaid = bank.map(renderMermaid).join("");
    const dot = renderDot(bank);
    for (const text of [mermaid, dot]) {
      expect(text).toContain("/operations/accounts-prod");
      expect(text).toContain("record");
      expect(text).toContain("release-board");
      expect(text).toContain("argocd-prod: while it is down, no release reaches prod");
    }
    expect(mermaid).toMatch(/s3 -\.->\|"record"\| s4ok/);
    expect(dot).toMatch(/"p0s3" -> "p0s4ok" \[label="record", style=dotted\];/);
  });

  it("escapes special characters of both languages", () => {
    const node = { id: "n", kind: "stage" as const, lines: ['a"b\\', "c]"] };
    const odd: ServiceGraph = { service: 'x"', commit: node, lanes: [], instances: [], others: [], edges: [] };
    expect(renderMermaid(odd)).toContain('n["a#34;b#92;<br/>c#93;"]');
    expect(renderDot([odd])).toContain('label="a\\"b\\\\\\nc]"');
    expect(renderDot([odd])).toContain('label="x\\""');
  });

  it("shows one service by name, and suggests a name for a typo", async () => {
    const console = recorder(join(root, "shop"));
    const options = { spec: "stagewright.yaml", quiet: false, format: "mermaid" } as const;
    expect(await graph("catalog", options, console)).toBe(0);
    expect(console.printed()).toContain("%% catalog\nflowchart LR");
    expect(console.printed()).not.toContain("%% shop");
    await expect(graph("catalogue", options, console)).rejects.toMatchObject({ hint: `did you mean "catalog"?` });
  });
});
