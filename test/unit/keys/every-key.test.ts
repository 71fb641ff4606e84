import { describe, expect, it } from "vitest";
import type { CompileResult } from "../../../generator/compile.ts";
import { leafKeys } from "../../support/schema-keys.ts";
import { compiled, valuesOf } from "./two-values.ts";
import { elsewhere, onlyFindings, values } from "./values.ts";

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

/** The emitted files but for the specs' own lines. */
function treeOf({ files }: CompileResult): string {
  return JSON.stringify(files?.map(({ path, content }) => [path, content]));
}

function findingsOf({ diagnostics }: CompileResult): string[] {
  return diagnostics.map(({ code, severity, message, waived }) => JSON.stringify([code, severity, message, waived]));
}
