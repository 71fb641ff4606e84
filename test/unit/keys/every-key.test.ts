import { describe, expect, it } from "vitest";
import type { CompileResult } from "../../../generator/compile.ts";
import { leafKeys } from "../../support/schema-keys.ts";
import { compiled, valuesOf } from "./two-values.ts";
import { elsewhere, onlyFindings, values } from "./values.ts";

/**
 * Checks that each key has an effect: two values of it must generate different files. The keys are read from the schemas, so
 * a new key is tested automatically. If two values cannot be derived from its example, add them to `values.ts`. If the key
 * requires other keys, add them to `settings.ts`.
 */
const exempt = elsewhere.map(([under]) => under);
const leaves = leafKeys().filter(({ path }) => !exempt.some((under) => under.test(path)));

describe("every key has an effect", () => {
  it.each(leaves.map((leaf) => [leaf.path, leaf] as const))("%s", (path, leaf) => {
    const [one, other] = valuesOf(leaf).map((value) => compiled(path, value));
    if (one === undefined || other === undefined) throw new Error(`${path} needs two values in values.ts`);
    if (path in onlyFindings) {
      expect(treeOf(one) === treeOf(other) || one.files === null || other.files === null).toBe(true);
      expect(findingsOf(one)).not.toEqual(findingsOf(other));
      return;
    }
    for (const { files, diagnostics } of [one, other]) {
      expect(files === null ? diagnostics.map(({ message }) => message) : []).toEqual([]);
    }
    expect(treeOf(one) === treeOf(other), "both values generate the same files").toBe(false);
  });

  it("has no exceptions for keys that do not exist", () => {
    const known = new Set(leaves.map(({ path }) => path));
    expect([...Object.keys(values), ...Object.keys(onlyFindings)].filter((path) => !known.has(path))).toEqual([]);
  });
});

/** The paths and contents of the generated files. */
function treeOf({ files }: CompileResult): string {
  return JSON.stringify(files?.map(({ path, content }) => [path, content]));
}

function findingsOf({ diagnostics }: CompileResult): string[] {
  return diagnostics.map(({ code, severity, message, waived }) => JSON.stringify([code, severity, message, waived]));
}
