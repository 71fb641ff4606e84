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
  const keys = JSON.stringify(lockableKeys(service), null, 2);
  return `/** Keys that locks may name; \`*\` stands for any name. */\nexport const lockable: readonly string[] = ${keys};\n`;
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

/** All keys of a service in the syntax of locks: `triggers.poll`, `stages.timeout`, `image.labels.*` for a mapping with free names. */
function lockableKeys(service) {
  const { service: _name, stages: list, ...own } = service.properties;
  const resolve = (node) => (node.$ref ? { ...service.$defs[node.$ref.split("/").at(-1)] } : node);
  const below = (properties, prefix) =>
    Object.entries(properties).flatMap(([name, node]) => {
      const { properties: nested, additionalProperties: free } = resolve(node);
      const key = `${prefix}${name}`;
      return [key, ...(nested ? below(nested, `${key}.`) : []), ...(typeof free === "object" ? [`${key}.*`] : [])];
    });
  const stages = list.items.oneOf.map((it) => resolve(it).properties);
  const keys = stages.flatMap(({ id, kind, ...rest }) => below(rest, `${kind.const}.`));
  const inAll = (key) => stages.every(({ kind }) => keys.includes(`${kind.const}.${key}`));
  const names = [...new Set(keys.map((key) => key.slice(key.indexOf(".") + 1)))];
  return [...below(own, ""), ...names.filter(inAll).map((key) => `stages.${key}`), ...keys];
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
