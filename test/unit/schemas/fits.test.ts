import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { fitsPlatform, fitsScenarios, fitsService, fitsStep } from "../../../generator/generated/fits.js";
import {
  validatePlatform,
  validateScenarios,
  validateService,
  validateStep,
} from "../../../generator/generated/validators.js";

const root = join(import.meta.dirname, "../../..");
const replacements = [
  null,
  7,
  -1,
  1.5,
  true,
  "",
  "text",
  "two words",
  "@",
  "x".repeat(300),
  [],
  [[]],
  ["a", "a"],
  {},
  { unknown: 1 },
];

/** No example has scenarios. */
const scenarios = {
  "scenarios.yaml": `service: shop
credentials: { token: secret text }
coverage: { lines: 100 }
scenarios:
  - name: stops
    dry: true
    plant: [{ step: sh, label: Build, exit: 22, output: rejected }]
    expect:
      stages: { build: failure }
      never: [{ step: sh, stage: prod, contains: push }]
      calls: [{ step: sh, label: Build, times: 1 }]
`,
};

/** The quick validators are generated code from which the build removes the errors. They must accept exactly what is valid. */
it.each([
  { kind: "platform", files: "*/stagewright.yaml", fits: fitsPlatform, validate: validatePlatform },
  { kind: "service", files: "*/services/*.yaml", fits: fitsService, validate: validateService },
  { kind: "step", files: "*/own/vars/*.yaml", fits: fitsStep, validate: validateStep },
  { kind: "scenarios", files: scenarios, fits: fitsScenarios, validate: validateScenarios },
])("decides like the complete validators: $kind", ({ files, fits, validate }) => {
  let [valid, invalid] = [0, 0];
  for (const [name, text] of typeof files === "string" ? textsOf(files) : Object.entries(files)) {
    const spec: unknown = parse(text);
    for (const value of [spec, ...variantsOf(spec)]) {
      const expected = validate(value);
      expect(fits(value), `${name}: ${JSON.stringify(value)}`).toBe(expected);
      if (expected) valid += 1;
      else invalid += 1;
    }
  }
  expect(valid).toBeGreaterThan(0);
  expect(invalid).toBeGreaterThan(10);
});

function textsOf(files: string): [string, string][] {
  const found = globSync(files, { cwd: join(root, "examples") });
  return found.map((path) => [path, readFileSync(join(root, "examples", path), "utf8")]);
}

/** The value with one part, at any depth, replaced, removed or with a key that is not known. */
function variantsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return replacements;
  const entries = Object.entries(value);
  const without = (at: number) => entries.filter((_, index) => index !== at);
  const changed = entries.flatMap(([key, inner], index) => [
    rebuilt(value, without(index)),
    ...variantsOf(inner).map((it) =>
      rebuilt(value, [...entries.slice(0, index), [key, it], ...entries.slice(index + 1)]),
    ),
  ]);
  return [...replacements, rebuilt(value, [...entries, ["unknown", 1]]), ...changed];
}

function rebuilt(like: object, entries: readonly [string, unknown][]): unknown {
  return Array.isArray(like) ? entries.map(([, it]) => it) : Object.fromEntries(entries);
}
