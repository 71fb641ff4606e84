import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import type { BadSpec } from "./check.ts";
import { frontEnd, inputOf, line } from "./check.ts";

const folder = join(import.meta.dirname, "cases");

/** Each file of the folder exports its cases under any name. */
async function casesIn(file: string): Promise<readonly [string, readonly BadSpec[]]> {
  const module = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>;
  return [file.replace(".ts", ""), Object.values(module).filter(Array.isArray).flat()];
}

const groups = Object.fromEntries(await Promise.all(readdirSync(folder).sort().map(casesIn)));
const cases = Object.values(groups).flat();

/** Deep copy and freeze, so that the test fails if a phase changes its input. */
function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const item of Object.values(value)) frozen(item);
  return Object.freeze(value);
}

describe("the good spec", () => {
  it("has no findings", () => {
    const { model, diagnostics } = frontEnd(frozen(inputOf({})));
    expect(diagnostics.map(line)).toEqual([]);
    expect(model).not.toBeNull();
  });
});

describe.each(Object.entries(groups))("bad specs: %s", (_, group) => {
  it.each(group.map((each) => [each.name, each] as const))("%s", (_name, { expected, ...change }) => {
    const input = frozen(inputOf(change));
    const { model, diagnostics } = frontEnd(input);
    expect(diagnostics.map(line)).toEqual(expected);
    expect(model === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
    expect(frontEnd(inputOf(change)).diagnostics).toEqual(diagnostics);
  });
});

describe("the table", () => {
  it("has unique names", () => {
    expect(cases.length).toBeGreaterThanOrEqual(220);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it("covers every code of parsing, schemas, rules and policies; SW110 needs a large file", () => {
    const met = new Set(cases.flatMap(({ expected }) => expected.map((text) => text.split(" ")[1])));
    expect(Object.keys(catalogue).filter((code) => /^SW[1-4]/.test(code) && !met.has(code))).toEqual(["SW110"]);
  });

  it("marks the text with the problem", () => {
    for (const { name, expected: _, ...change } of cases) {
      const input = inputOf(change);
      const sources = [input.platform, ...input.services, ...(input.dockerfiles ?? []), ...(input.own?.files ?? [])];
      const texts = new Map(sources.map(({ path, text }) => [path, text.split("\n")]));
      for (const { at, length } of frontEnd(input).diagnostics) {
        const text = texts.get(at.file)?.[at.line - 1] ?? "";
        expect(at.column - 1 + length, `${name}: ${at.line}:${at.column}`).toBeLessThanOrEqual(
          Math.max(text.length, 1) + 1,
        );
      }
    }
  });
});
