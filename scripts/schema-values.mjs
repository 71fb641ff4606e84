// What the compiler reads of schemas/ beside types and validators: defaults, the keys that locks may name, and those that
// handoffs add.

/** What keys are where a spec is silent, so that a default is written once. */
export function defaultValues(parts) {
  return `/** By the object's title in the schemas. */
export const defaults = ${JSON.stringify(defaults(parts), null, 2)} as const;

/** Settings by engine. */
export const engineDefaults: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>> = ${JSON.stringify(engineDefaults(parts), null, 2)};
`;
}

/** The module of the keys that locks may name, from the service's schema with all it refers to. */
export function lockable(service) {
  const keys = JSON.stringify(lockableKeys(service), null, 2);
  return `/** Keys that locks may name; \`*\` for any name. */\nexport const lockable: readonly string[] = ${keys};\n`;
}

/** The module of the keys that each handoff adds to an environment, and which of them it cannot do without. */
export function environmentKeys(parts) {
  const handoffs = [...parts].filter(([path]) => path.startsWith("handoffs/"));
  const keys = handoffs.map(([path, schema]) => {
    const { properties = {}, required = [] } = placeIn(schema, "/$defs/environment") ?? {};
    const site = schema.required ?? [];
    return [
      path.slice("handoffs/".length).replace(".schema.json", ""),
      { all: Object.keys(properties), required, site },
    ];
  });
  const settings = handoffs.map(([path, schema]) => {
    const name = path.slice("handoffs/".length).replace(".schema.json", "");
    const own = placeIn(schema, `/$defs/environment/properties/${name}`) ?? {};
    return [name, { site: defaultsOf(schema), environment: defaultsOf(own) }];
  });
  const values = "Readonly<Record<string, string | number | boolean>>";
  const names = "readonly string[]";
  const type = `Readonly<Record<string, { readonly all: ${names}; readonly required: ${names}; readonly site: ${names} }>>`;
  return `/** Keys of an environment by the handoff that they are of, and what the handoff needs to be told for the site. */
export const environmentKeys: ${type} = ${JSON.stringify(Object.fromEntries(keys), null, 2)};

/** Settings by handoff: those of the site, those of an environment. */
export const handoffDefaults: Readonly<
  Record<string, { readonly site: ${values}; readonly environment: ${values} }>
> = ${JSON.stringify(Object.fromEntries(settings), null, 2)};
`;
}

/** What a JSON pointer finds in a schema; undefined for nothing. */
export function placeIn(schema, pointer) {
  return pointer
    .split("/")
    .slice(1)
    .reduce((node, key) => node?.[key], schema);
}

/** Every key of a service as locks name it: `triggers.poll`, `stages.timeout`, `image.labels.*` for a free mapping. */
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

function defaultsOf(schema) {
  const entries = Object.entries(schema.properties ?? {}).filter(([, value]) => "default" in value);
  return Object.fromEntries(entries.map(([key, value]) => [key, value.default]));
}

/** Scalar defaults of every object, by its title. */
function defaults(parts) {
  const all = {};
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    const own = defaultsOf(node);
    if (node.title && Object.keys(own).length > 0) all[node.title] = own;
    for (const value of Object.values(node)) visit(value);
  };
  for (const schema of parts.values()) visit(schema);
  return all;
}
