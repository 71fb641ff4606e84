import { stringify } from "yaml";
import { type CompileInput, type CompileResult, compile } from "../../../generator/compile.ts";
import { type Leaf, setLeaf } from "../../support/schema-keys.ts";
import { ownFolder } from "../../support/small-site.ts";
import { baseSpecs } from "./base.ts";
import { deliverySettings } from "./delivery-settings.ts";
import { settings } from "./settings.ts";
import { byEnding, values } from "./values.ts";

/** Two values of a key that must have different effects. */
export function valuesOf(leaf: Leaf): readonly [unknown, unknown] {
  const { path } = leaf;
  return values[path] ?? byEnding.find(([ending]) => ending.test(path))?.[1] ?? deriveValues(leaf);
}

/** Two values that the schema lists, or its example and a variant of it. */
function deriveValues({ path, values: listed, types, examples, admits }: Leaf): readonly [unknown, unknown] {
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

/** Compiles the base specs with a key and the other keys that it requires. */
export function compiled(path: string, value: unknown): CompileResult {
  return compile(specsWith(path, value));
}

/** The base specs with a key and the other keys that it requires. `also` selects the keys that another key requires. */
export function specsWith(path: string, value: unknown, also: RegExp | null = null): CompileInput {
  const specs = baseSpecs();
  const all = [...settings, ...deliverySettings];
  for (const { under, set } of all) if (also !== null && under.source === also.source) set(specs);
  for (const { under, set } of all) if (under.test(path)) set(specs);
  setLeaf(specs, path, value);
  return {
    platform: { path: "stagewright.yaml", text: stringify(specs.platform) },
    services: [{ path: "services/shop.yaml", text: stringify(specs.service) }],
    today: "2026-11-25",
    own: ownFolder(ownSteps),
  };
}

/** The site's own steps, for specs with `library.own`. */
const ownSteps = {
  "vars/openTicket.groovy": "void call(Map arguments) {\n}\n",
  "vars/openTicket.yaml":
    "description: Opens a ticket.\nparameters: { name: { type: list, description: The subject of the ticket. } }\n",
  "vars/closeTicket.groovy": "void call(Map arguments) {\n}\n",
  "vars/closeTicket.yaml": "description: Closes a ticket.\n",
};
