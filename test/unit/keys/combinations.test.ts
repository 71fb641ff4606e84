import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { type Leaf, leafKeys, setLeaf } from "../../support/schema-keys.ts";
import { baseSpecs } from "./base.ts";
import { deliverySettings } from "./delivery-settings.ts";
import { settings } from "./settings.ts";
import { byEnding, values } from "./values.ts";

/** Of a leaf, a value that the schema admits. */
function valuesOf({ path, values: listed, types, examples, admits }: Leaf): readonly unknown[] {
  const known = values[path] ?? byEnding.find(([ending]) => ending.test(path))?.[1] ?? [];
  const booleans = types.includes("boolean") ? [true, false] : [];
  return [...known, ...(listed ?? []), ...examples, ...booleans].filter((it) => it !== undefined && admits(it));
}

const choices = leafKeys().flatMap((leaf) => valuesOf(leaf).map((value) => ({ path: leaf.path, value })));
const topologies = ["per-stage", "per-team", "combined"];

describe("keys together", () => {
  it("are compiled or refused, in whatever combination; no value is missing in what is emitted", () => {
    const runs = Number(process.env.COMBINATIONS ?? 150);
    let emitted = 0;
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
            // What one key needs beside it took away what another's changes.
            fc.pre(false);
          }
          const { files, diagnostics } = compile({
            platform: { path: "stagewright.yaml", text: stringify(specs.platform) },
            services: [{ path: "services/shop.yaml", text: stringify(specs.service) }],
            today: "2026-11-25",
          });
          expect(files !== null || diagnostics.some(({ severity }) => severity === "error")).toBe(true);
          if (files === null) return;
          emitted += 1;
          expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
          for (const { path, content } of files) {
            expect(/\bundefined\b|\[object |\bNaN\b/.exec(content)?.[0], path).toBeUndefined();
          }
        },
      ),
      { numRuns: runs },
    );
    console.log(`${emitted} of ${runs} combinations were right`);
  });
});
