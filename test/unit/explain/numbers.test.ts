import { describe, expect, it } from "vitest";
import { statementsOf } from "../../../generator/explain/index.ts";
import { compiled, examples, golden, inputOf } from "./examples.ts";
import { Generated } from "./generated-counts.ts";
import { recompute } from "./recompute.ts";

describe.each([...examples, ...golden])("explain of %s", (example) => {
  const input = inputOf(example);
  const { files, decisions } = compiled(input);
  const generated = new Generated(files);
  const all = decisions.flatMap(statementsOf);

  it.each(all.map((it) => [it.id, it] as const))("%s: its figures match the generated files", (id, { figures }) => {
    expect(recompute(id, input, generated) ?? {}).toEqual(figures);
  });

  it.each(all.map((it) => [it.id, it] as const))(
    "%s: contains no other number than its figures",
    (_id, { text, figures }) => {
      const known = new Set(Object.values(figures).map(String));
      // Numbers in names, versions and dates are next to a letter, a dash or a dot.
      const numbers: readonly string[] = text.match(/(?<![\w.-])\d+(?![\w-]|\.\d)/g) ?? [];
      expect(numbers.filter((number) => !known.has(number))).toEqual([]);
    },
  );
});

describe.each(examples)("explain of %s", (example) => {
  const input = inputOf(example);
  const { decisions } = compiled(input);

  it("has the five decisions, each with lines and consequences", () => {
    expect(decisions.map(({ id }) => id)).toEqual(["owners", "operating-policy", "products", "engine", "strategy"]);
    for (const { lines, consequences } of decisions) {
      expect(lines.length).toBeGreaterThan(0);
      expect(consequences.length).toBeGreaterThan(0);
    }
    const all = decisions.flatMap(statementsOf);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it("names lines that contain the value", () => {
    for (const { key, value, at } of decisions.flatMap(({ lines }) => lines)) {
      if (at === null) continue;
      const source = [input.platform, ...input.services].find(({ path }) => path === at.file);
      const line = source?.text.split("\n")[at.line - 1] ?? "";
      const word = /[\w./-]+/.exec(value.replace(/^[{["]+/, ""))?.[0] ?? "";
      expect(line, key).toContain(word);
    }
  });
});
