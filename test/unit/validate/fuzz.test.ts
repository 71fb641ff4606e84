import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { defaults } from "../../../generator/generated/defaults.ts";
import { validatePlatform, validateService } from "../../../generator/generated/validators.js";
import { frontEnd } from "../bad-specs/check.ts";
import * as good from "../bad-specs/good.ts";

const runs = Number(process.env.STAGEWRIGHT_FUZZ_RUNS ?? 400);

type Json = unknown;

/** Every place in a value, as a path. */
function paths(value: Json, path: readonly string[] = []): string[][] {
  const here = [[...path]];
  if (typeof value !== "object" || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, item]) => paths(item, [...path, key]))];
}

function mutate(
  root: Json,
  path: readonly string[],
  change: (parent: Record<string, Json>, key: string) => void,
): Json {
  const copy = { root: structuredClone(root) };
  let parent: Record<string, Json> = copy;
  let last = "root";
  for (const key of path) {
    parent = parent[last] as Record<string, Json>;
    last = key;
  }
  change(parent, last);
  return copy.root;
}

const values = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    " ",
    "{x}",
    "..",
    "__proto__",
    [],
    {},
    [[]],
    "constructor",
    "toString",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

function mutations(text: string): fc.Arbitrary<Json> {
  const root = parseYaml(text) as Json;
  const all = paths(root);
  const one = fc.tuple(
    fc.constantFrom(...all),
    fc.constantFrom("set", "remove", "add", "rename"),
    values,
    fc.string({ maxLength: 8 }),
  );
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<Json>((value, [path, kind, put, name]) => {
      try {
        return mutate(value, path, (parent, key) => apply(parent, key, kind, put, name));
      } catch {
        return value; // An earlier change took the place away.
      }
    }, root),
  );
}

function apply(parent: Record<string, Json>, key: string, kind: string, put: Json, name: string): void {
  const target = parent[key];
  if (kind === "remove") delete parent[key];
  else if (kind === "add" && typeof target === "object" && target !== null)
    (target as Record<string, Json>)[name] = put;
  else if (kind === "rename") {
    parent[name] = target;
    delete parent[key];
  } else parent[key] = put;
}

function run(platform: string, service: string) {
  return frontEnd({
    platform: { path: "stagewright.yaml", text: platform },
    services: [{ path: "services/shop.yaml", text: service }],
  });
}

describe("random mutations of a good spec", () => {
  it.each([
    ["platform", good.platform, validatePlatform, (text: string) => run(text, good.service)],
    ["service", good.service, validateService, (text: string) => run(good.platform, text)],
  ] as const)("never throw and never pass where the schema refuses: %s", (_name, text, validator, compile) => {
    fc.assert(
      fc.property(mutations(text), (value) => {
        const { model, diagnostics } = compile(stringify(value) ?? "");
        const refused = !validator(JSON.parse(JSON.stringify(value ?? null)));
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        if (refused) expect(errors).not.toEqual([]);
        expect(model === null).toBe(errors.length > 0);
        for (const { at, length, message } of diagnostics) {
          expect(at.line).toBeGreaterThan(0);
          expect(at.column).toBeGreaterThan(0);
          expect(length).toBeGreaterThan(0);
          expect(message).not.toMatch(/\[object|is undefined|not undefined/);
        }
      }),
      { numRuns: runs },
    );
  });

  it("never throw where mappings are compared, which have no prototype", () => {
    const twice = good.platform.replace("protected: true", "protected: true\n    requires: [{ a: 1 }, { a: 1 }]");
    expect(twice).not.toBe(good.platform);
    expect(run(twice, good.service).diagnostics.map(({ code }) => code)).toContain("SW204");
  });

  it("never throw on any text", () => {
    const texts = fc.tuple(fc.nat(good.service.length), fc.nat(20), fc.string({ unit: "binary", maxLength: 10 }));
    fc.assert(
      fc.property(texts, ([at, length, insert]) => {
        const text = good.service.slice(0, at) + insert + good.service.slice(at + length);
        const { model, diagnostics } = run(good.platform, text);
        expect(model === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
      }),
      { numRuns: runs },
    );
  });

  it("knows the defaults that the schemas state", () => {
    expect(defaults.service.version).toBe("{build}.{commit}");
  });
});
