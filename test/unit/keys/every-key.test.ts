import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type CompileResult, compile } from "../../../generator/compile.ts";
import { type Leaf, leafKeys, setLeaf } from "../../support/schema-keys.ts";
import { baseSpecs } from "./base.ts";
import { deliverySettings } from "./delivery-settings.ts";
import { settings } from "./settings.ts";
import { byEnding, elsewhere, onlyFindings, values } from "./values.ts";

/**
 * A key that is accepted is carried out: of each leaf key of the schemas, found in them mechanically, there are two
 * values for which other files are emitted. A new key is among them by itself; where no two values can be made of its
 * example, `values.ts` gets them, and `settings.ts` what it needs beside it.
 */
const exempt = elsewhere.map(([under]) => under);
const leaves = leafKeys().filter(({ path }) => !exempt.some((under) => under.test(path)));

describe("every key has an effect", () => {
  it.each(leaves.map((leaf) => [leaf.path, leaf] as const))("%s", (path, leaf) => {
    const [one, other] = valuesOf(leaf).map((value) => compiled(path, value));
    if (one === undefined || other === undefined) throw new Error("two values are needed");
    if (path in onlyFindings) {
      expect(treeOf(one) === treeOf(other) || one.files === null || other.files === null).toBe(true);
      expect(findingsOf(one)).not.toEqual(findingsOf(other));
      return;
    }
    for (const { files, diagnostics } of [one, other]) {
      expect(files === null ? diagnostics.map(({ message }) => message) : []).toEqual([]);
    }
    expect(treeOf(one) === treeOf(other), "the same files are emitted for both values").toBe(false);
  });

  it("has no exception for a key that is gone", () => {
    const known = new Set(leaves.map(({ path }) => path));
    expect([...Object.keys(values), ...Object.keys(onlyFindings)].filter((path) => !known.has(path))).toEqual([]);
  });
});

function valuesOf(leaf: Leaf): readonly [unknown, unknown] {
  const { path } = leaf;
  return values[path] ?? byEnding.find(([ending]) => ending.test(path))?.[1] ?? madeFor(leaf);
}

/** Two values of the schema's list, or its example and the same a little otherwise. */
function madeFor({ path, values: listed, types, examples, admits }: Leaf): readonly [unknown, unknown] {
  const [first] = examples;
  const candidates = [
    ...(listed ?? []),
    first,
    ...(types.includes("boolean") ? [true, false] : []),
    ...variants(first),
  ];
  const good = [...new Set(candidates)].filter(admits);
  const [one, other] = good;
  if (one === undefined || other === undefined) throw new Error(`${path} needs two values in values.ts`);
  return [one, other];
}

function variants(value: unknown): unknown[] {
  if (typeof value === "number") return [value + 1, value - 1];
  if (typeof value !== "string") return [];
  const changed = (pattern: RegExp, by: string) => value.replace(pattern, by);
  return [`${value}x`, `${value}1`, changed(/[a-z](?=[^a-z]*$)/, "q"), changed(/\d(?=\D*$)/, "7"), `x${value}`];
}

function compiled(path: string, value: unknown): CompileResult {
  const specs = baseSpecs();
  for (const { under, set } of [...settings, ...deliverySettings]) if (under.test(path)) set(specs);
  setLeaf(specs, path, value);
  return compile({
    platform: { path: "stagewright.yaml", text: stringify(specs.platform) },
    services: [{ path: "services/shop.yaml", text: stringify(specs.service) }],
    today: "2026-11-25",
  });
}

/** The emitted files but for the specs' own lines. */
function treeOf({ files }: CompileResult): string {
  return JSON.stringify(files?.map(({ path, content }) => [path, content]));
}

function findingsOf({ diagnostics }: CompileResult): string[] {
  return diagnostics.map(({ code, severity, message, waived }) => JSON.stringify([code, severity, message, waived]));
}
