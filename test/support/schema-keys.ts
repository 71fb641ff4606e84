import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

type Node = Readonly<Record<string, unknown>>;

/** A key with a value instead of other keys: `platform.teams.*.folder`, `service.stages[image].tags[]`. */
export interface Leaf {
  readonly path: string;
  readonly types: readonly string[];
  /** All valid values; null if the schema does not list them. */
  readonly values: readonly unknown[] | null;
  readonly examples: readonly unknown[];
  /** True if the schema accepts a value. */
  admits(value: unknown): boolean;
}

const folder = join(import.meta.dirname, "../../dist/schemas");

/** All leaf keys of both schemas, in their order. They are read from the schemas, so that new keys are included. */
export function leafKeys(): readonly Leaf[] {
  return (["platform", "service"] as const).flatMap((name) => {
    const schema = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8"));
    return leavesOf(new Walk(schema), schema, name);
  });
}

class Walk {
  readonly ajv = new Ajv2020({ strict: false });

  constructor(readonly root: { readonly $defs?: Readonly<Record<string, Node>> }) {}

  /** Resolves the reference of a node. Keywords next to the reference take precedence. */
  resolve(node: Node): Node {
    const name = String(node.$ref ?? "")
      .split("/")
      .at(-1);
    const target = node.$ref === undefined ? undefined : this.root.$defs?.[name ?? ""];
    if (target === undefined) return node;
    const { $ref: _, ...own } = node;
    return { ...this.resolve(target), ...own };
  }
}

function leavesOf(walk: Walk, unresolved: Node, path: string): Leaf[] {
  const node = walk.resolve(unresolved);
  const below = [
    ...Object.entries((node.properties ?? {}) as Record<string, Node>).map(([key, it]) => [`.${key}`, it] as const),
    ...(typeof node.additionalProperties === "object" ? [[".*", node.additionalProperties as Node] as const] : []),
    ...(typeof node.items === "object" && node.items !== null ? itemsOf(walk, node.items as Node) : []),
  ];
  return below.length > 0
    ? below.flatMap(([part, it]) => leavesOf(walk, it, `${path}${part}`))
    : [leafOf(walk, node, path)];
}

/** The items of a list. A stage has a separate item for each kind. */
function itemsOf(walk: Walk, items: Node): (readonly [string, Node])[] {
  const kinds = ((items.oneOf ?? []) as Node[]).map((it) => walk.resolve(it));
  const kindOf = (it: Node) => (walk.resolve((it.properties as Record<string, Node>).kind ?? {}).const ?? "") as string;
  return kinds.length > 0 ? kinds.map((it) => [`[${kindOf(it)}]`, it] as const) : [["[]", items]];
}

function leafOf(walk: Walk, node: Node, path: string): Leaf {
  const { $defs } = walk.root;
  const validate = walk.ajv.compile({ ...node, $defs });
  const { type, enum: listed, const: only, examples = [] } = node;
  return {
    path,
    types: [type].flat().filter((it): it is string => typeof it === "string"),
    values: Array.isArray(listed) ? listed : only === undefined ? null : [only],
    examples: examples as unknown[],
    admits: (value) => validate(value) === true,
  };
}

/** A spec, parsed from YAML. */
export type Tree = { [key: string]: unknown };

/** The names that replace `*` in the path of a leaf. */
const standard: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\.(teams|except)$/, "shop"],
  [/\.registries$/, "harbor"],
  [/\.argocd$/, "main"],
  [/\.environments$/, "dev"],
  [/\.jdks$/, "17"],
  [/\.pools$/, "linux-build"],
  [/\.deprecated$/, "buildImage.cache"],
  [/\.severity$/, "SW403"],
  [/\.products$/, "jenkins"],
  [/\.(buildArguments|environment)$/, "NAME"],
];

/** Sets the value at the path of a leaf, or removes the key if the value is undefined. */
export function setLeaf(specs: Readonly<Record<string, Tree>>, path: string, value: unknown): void {
  const steps = path.split(/\.|(?=\[)/);
  let place: unknown = specs;
  steps.forEach((step, index) => {
    const last = index === steps.length - 1;
    const here = steps.slice(0, index).join(".").replaceAll(".[", "[");
    const key = keyOf(place, step, here);
    const container = place as Record<string | number, unknown>;
    if (last && value === undefined) delete container[key];
    else if (last) container[key] = value;
    else {
      const next = steps[index + 1] ?? "";
      if (typeof container[key] !== "object") container[key] = next === "[]" ? [] : {};
      place = container[key];
    }
  });
}

/** Resolves a step of a path: `[]` to the first item, `[kind]` to the first stage of the kind, `*` to a name. */
function keyOf(place: unknown, step: string, here: string): string | number {
  if (step === "[]") return 0;
  if (step.startsWith("[")) {
    const index = (place as Tree[]).findIndex(({ kind }) => kind === step.slice(1, -1));
    if (index < 0) throw new Error(`there is no stage of kind ${step}`);
    return index;
  }
  if (step !== "*") return step;
  return standard.find(([pattern]) => pattern.test(here))?.[1] ?? "name";
}
