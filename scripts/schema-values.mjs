// Generates the values that the compiler reads from schemas/: defaults, the keys that locks may name, and the keys that
// each handoff adds to an environment.

/** The module of the default values, so that each default is written once, in its schema. */
export function defaultValues(parts) {
  return `/** Default values, by the x-id of the object in the schemas. */
export const defaults = ${JSON.stringify(defaults(parts), null, 2)} as const;

/** Default settings of each engine. */
export const engineDefaults: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> = ${JSON.stringify(engineDefaults(parts), null, 2)};

/** The keys of each source tool in \`site.tools\`. */
export const sourceToolKeys: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(sourceToolKeys(parts), null, 2)};
`;
}

/** The module of the keys that locks may name. `service` is the bundled schema of a service. */
export function lockable(service) {
  const found = lockableKeys(service);
  const keys = JSON.stringify([...found.keys()], null, 2);
  const ordered = [...found].flatMap(([key, node]) => (node["x-stricter"] ? [[key, orderOf(node)]] : []));
  return `/** How the values of a key are ordered by strictness, all values of an enumeration, and the key's default. */
export interface Strictness {
  readonly order: "true" | "greater" | "less" | "earlier" | "subset";
  readonly values?: readonly string[];
  readonly fallback?: number | boolean;
}

/** Keys that locks may name; \`*\` stands for any name. */
export const lockable: readonly string[] = ${keys};

/** The keys whose values are ordered by strictness. */
export const strictness: Readonly<Record<string, Strictness>> = ${JSON.stringify(Object.fromEntries(ordered), null, 2)};
`;
}

function orderOf({ "x-stricter": order, enum: values, default: fallback }) {
  return { order, ...(values ? { values } : {}), ...(fallback === undefined ? {} : { fallback }) };
}

/** The module of the patterns that `init` tests values with before it proposes them. `names` is the schema of names. */
export function patterns(names) {
  const of = Object.fromEntries(["gitUrl", "gitRef"].map((name) => [name, names.$defs[name].pattern]));
  return `/** Patterns of values, from the schema of names. */\nexport const patterns = ${JSON.stringify(of, null, 2)} as const;\n`;
}

/** The module of the keys that each handoff adds to an environment, with the required ones. */
export function environmentKeys(parts) {
  const handoffs = [...parts].filter(([path]) => path.startsWith("handoffs/"));
  const keys = handoffs.map(([path, schema]) => {
    const { properties = {}, required = [] } = resolvePointer(schema, "/$defs/environment") ?? {};
    const site = schema.required ?? [];
    return [
      path.slice("handoffs/".length).replace(".schema.json", ""),
      { all: Object.keys(properties), required, site },
    ];
  });
  const settings = handoffs.map(([path, schema]) => {
    const name = path.slice("handoffs/".length).replace(".schema.json", "");
    const own = resolvePointer(schema, `/$defs/environment/properties/${name}`) ?? {};
    return [name, { site: defaultsOf(schema), environment: defaultsOf(own) }];
  });
  const values = "Readonly<Record<string, string | number | boolean>>";
  const names = "readonly string[]";
  const type = `Readonly<Record<string, { readonly all: ${names}; readonly required: ${names}; readonly site: ${names} }>>`;
  return `/** The keys that each handoff adds to an environment, the required ones, and the handoff's required site settings. */
export const environmentKeys: ${type} = ${JSON.stringify(Object.fromEntries(keys), null, 2)};

/** Default settings of each handoff, for the site and for an environment. */
export const handoffDefaults: Readonly<
  Record<string, { readonly site: ${values}; readonly environment: ${values} }>
> = ${JSON.stringify(Object.fromEntries(settings), null, 2)};
`;
}

/** Resolves a JSON pointer in a schema; undefined if it leads to nothing. */
export function resolvePointer(schema, pointer) {
  return pointer
    .split("/")
    .slice(1)
    .reduce((node, key) => node?.[key], schema);
}

/**
 * The schemas of all keys of a service, by their names in locks: `triggers.poll`, `stages.timeout`, `source.also.cache` for a key
 * of list items, `image.labels.*` for a mapping with free names.
 */
function lockableKeys(service) {
  const { service: _name, stages: list, ...own } = service.properties;
  const resolve = (node) => (node.$ref ? { ...service.$defs[node.$ref.split("/").at(-1)], ...node } : node);
  const below = (properties, prefix) =>
    Object.entries(properties).flatMap(([name, node]) => {
      const resolved = resolve(node);
      const { additionalProperties: free, items } = resolved;
      const nested = resolved.properties ?? (items && resolve(items).properties);
      const key = `${prefix}${name}`;
      return [
        [key, resolved],
        ...(nested ? below(nested, `${key}.`) : []),
        ...(typeof free === "object" ? [[`${key}.*`, free]] : []),
      ];
    });
  const stages = list.items.oneOf.map((it) => resolve(it).properties);
  const keys = new Map(stages.flatMap(({ id, kind, ...rest }) => below(rest, `${kind.const}.`)));
  const [first] = stages;
  const common = [...keys].flatMap(([key, node]) => {
    const name = key.slice(key.indexOf(".") + 1);
    const inAll = stages.every(({ kind }) => keys.has(`${kind.const}.${name}`));
    return inAll && key.startsWith(`${first.kind.const}.`) ? [[`stages.${name}`, node]] : [];
  });
  return new Map([...below(own, ""), ...common, ...keys]);
}

function engineDefaults(parts) {
  const engines = [...parts].filter(([path]) => path.startsWith("engines/"));
  return Object.fromEntries(
    engines.map(([path, schema]) => [path.slice("engines/".length).replace(".schema.json", ""), defaultsOf(schema)]),
  );
}

function sourceToolKeys(parts) {
  const tools = [...parts].filter(([path]) => path.startsWith("source-tools/"));
  return Object.fromEntries(
    tools.map(([path, schema]) => [
      path.slice("source-tools/".length).replace(".schema.json", ""),
      Object.keys(schema.properties ?? {}),
    ]),
  );
}

function defaultsOf(schema) {
  const entries = Object.entries(schema.properties ?? {}).filter(([, value]) => "default" in value);
  return Object.fromEntries(entries.map(([key, value]) => [key, value.default]));
}

/** The defaults of each object with an `x-id`, by that id. */
function defaults(parts) {
  const all = {};
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    const id = node["x-id"];
    if (typeof id === "string") {
      if (id in all) throw new Error(`schemas/: the x-id ${id} is used twice; rename one`);
      all[id] = defaultsOf(node);
    }
    for (const value of Object.values(node)) visit(value);
  };
  for (const schema of parts.values()) visit(schema);
  return all;
}
