import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { type Leaf, leafKeys, setLeaf } from "../../support/schema-keys.ts";
import { baseSpecs } from "./base.ts";
import { deliverySettings } from "./delivery-settings.ts";
import { settings } from "./settings.ts";
import { byEnding, values } from "./values.ts";

/** The known values and examples of a key that its schema accepts. */
function valuesOf({ path, values: listed, types, examples, admits }: Leaf): readonly unknown[] {
  const known = values[path] ?? byEnding.find(([ending]) => ending.test(path))?.[1] ?? [];
  const booleans = types.includes("boolean") ? [true, false] : [];
  return [...known, ...(listed ?? []), ...examples, ...booleans].filter((it) => it !== undefined && admits(it));
}

const choices = leafKeys().flatMap((leaf) => valuesOf(leaf).map((value) => ({ path: leaf.path, value })));
const topologies = ["per-stage", "per-team", "combined"];

describe("combinations of keys", () => {
  it("compile or produce an error, and no value is missing in the generated files", () => {
    const runs = Number(process.env.COMBINATIONS ?? 150);
    let compiled = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...choices), { selector: ({ path }) => path, minLength: 2, maxLength: 9 }),
        fc.constantFrom(...topologies),
        (chosen, topology) => {
          const specs = baseSpecs();
          specs.service.topology = topology;
          try {
            for (const { path, value } of chosen) {
              for (const { under, set } of [...settings, ...deliverySettings]) if (under.test(path)) set(specs);
              setLeaf(specs, path, value);
            }
          } catch {
            // The settings of one key removed an object that the settings of another key change.
            fc.pre(false);
          }
          const { files, diagnostics } = compile({
            platform: { path: "stagewright.yaml", text: stringify(specs.platform) },
            services: [{ path: "services/shop.yaml", text: stringify(specs.service) }],
            today: "2026-11-25",
          });
          expect(files !== null || diagnostics.some(({ severity }) => severity === "error")).toBe(true);
          if (files === null) return;
          compiled += 1;
          expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
          for (const { path, content } of files) {
            expect(/\bundefined\b|\[object |\bNaN\b/.exec(content)?.[0], path).toBeUndefined();
          }
        },
      ),
      { numRuns: runs },
    );
    console.log(`${compiled} of ${runs} combinations compiled`);
  });
});
