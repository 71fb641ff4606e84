import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { defaultValues } from "../../../scripts/schema-values.mjs";
import { platform, service } from "../bad-specs/good.ts";

const good = { platform, service };

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "schemas");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".json"));

type Schema = Readonly<Record<string, unknown>>;

function read(path: string): Schema {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** All properties of all objects in a schema, with their paths. */
function properties(schema: unknown, path: string): [string, Schema][] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = Object.entries((schema as { properties?: Record<string, Schema> }).properties ?? {});
  const below = Object.entries(schema).filter(([key]) => key !== "examples" && key !== "default");
  return [
    ...own.map(([key, value]): [string, Schema] => [`${path}.${key}`, value]),
    ...below.flatMap(([key, value]) => properties(value, `${path}/${key}`)),
  ];
}

function objects(schema: unknown): Schema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = (schema as Schema).type === "object" ? [schema as Schema] : [];
  const below = Object.entries(schema).filter(([key]) => key !== "examples" && key !== "default");
  return [...own, ...below.flatMap(([, value]) => objects(value))];
}

describe.each(files)("%s", (file) => {
  const schema = read(join(folder, file));

  it("has a description and an example for every key", () => {
    const bare = properties(schema, file).filter(
      ([, it]) => !(it.description && Array.isArray(it.examples) && it.examples.length > 0),
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it("forbids unknown keys in all objects", () => {
    const open = objects(schema).filter((it) => !("additionalProperties" in it || "unevaluatedProperties" in it));
    expect(open.map((it) => it.title)).toEqual(file === "stages/common.schema.json" ? ["stage"] : []);
  });
});

describe.each(["platform", "service"] as const)("the schema for editors: %s", (name) => {
  const schema = read(join(root, `dist/schemas/${name}.schema.json`));

  it("accepts a valid spec, and no unknown key", () => {
    const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
    const spec = parse(good[name]) as Record<string, unknown>;
    expect(validate(spec), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...spec, unknown: 1 })).toBe(false);
  });

  it("has only valid examples", () => {
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(schema, "spec");
    const definitions = Object.keys((schema.$defs ?? {}) as object);
    for (const id of definitions) {
      const { examples } = ((schema.$defs ?? {}) as Record<string, { examples?: unknown[] }>)[id] ?? {};
      for (const example of examples ?? []) {
        const validate = ajv.getSchema(`spec#/$defs/${id}`);
        expect(validate?.(example), `${id}: ${JSON.stringify(example)} ${JSON.stringify(validate?.errors)}`).toBe(true);
      }
    }
    for (const [path, property] of properties(schema, name)) {
      const { examples = [], ...own } = property as { examples?: unknown[] };
      const text = JSON.stringify(own).replaceAll("#/$defs/", "spec#/$defs/");
      const validate = ajv.compile(JSON.parse(text));
      for (const example of examples) {
        if (path.endsWith(".stages")) continue;
        expect(validate(example), `${path}: ${JSON.stringify(example)}`).toBe(true);
      }
    }
  });
});

describe("the default values of the compiler", () => {
  const schema = (id: string, title: string) => ({ "x-id": id, title, properties: { days: { default: 90 } } });

  it("are stored by the x-id of their object, independent of its title", () => {
    const text = defaultValues(new Map([["a.schema.json", schema("retention", "Any title")]]));
    expect(text).toContain('"retention": {\n    "days": 90\n  }');
    expect(text).not.toContain("Any title");
  });

  it("have unique ids", () => {
    const parts = new Map([
      ["a.schema.json", schema("retention", "One")],
      ["b.schema.json", schema("retention", "Two")],
    ]);
    expect(() => defaultValues(parts)).toThrow("schemas/: the x-id retention is used twice; rename one");
  });
});
