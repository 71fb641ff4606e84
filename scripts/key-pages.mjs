// Generates the reference of keys from the schemas: spec.md, and a page for each section of a spec and each stage kind.

import { stringify } from "yaml";

/** Explains the columns of a service's keys. */
const legend =
  "A required key must be set in the file or in the platform's defaults; `id`, `kind` and `environment` must be in the file. The column locks shows whether a service can set the key if [`locks`](platform-locks.md) does not list it; `none`: locks cannot list the key.";

const files = {
  platform: "stagewright.yaml",
  service: "services/NAME.yaml",
  step: "vars/NAME.yaml",
  scenarios: "scenarios/NAME.yaml",
};

/**
 * The pages by path below docs/reference/. `bundles` are the complete schemas of the specs, `lockable` the keys that locks can
 * list, and `builtIn` the locks that apply by default.
 */
export function keyPages(bundles, lockable, builtIn) {
  const specs = Object.entries(bundles).map(([spec, schema]) => ({ spec, schema, sections: sectionsOf(spec, schema) }));
  const pages = specs.flatMap(({ spec, schema, sections }) =>
    sections.map((section) => [pathOf(section), sectionPage({ spec, schema, section, lockable, builtIn })]),
  );
  return new Map([["spec.md", overview(specs)], ...pages]);
}

/** The page below docs/reference/ that describes a key, by the path of the key in a spec. */
export function pageOf(bundles, spec, path, kind) {
  const key = path[0] === "stages" && kind !== undefined ? `stages[${kind}]` : path[0];
  const section = sectionsOf(spec, bundles[spec]).find((it) => it.key === key);
  return section === undefined ? { key: path[0], page: "spec.md" } : { key, page: pathOf(section) };
}

function pathOf({ spec, key }) {
  return `keys/${spec}-${key.replace("stages[", "stage-").replace("]", "")}.md`;
}

function sectionsOf(spec, schema) {
  return Object.entries(schema.properties).flatMap(([key, definition]) => {
    const node = resolved(definition, schema);
    const kinds = node.items?.oneOf ?? [];
    if (kinds.length > 0)
      return kinds.map((it) => {
        const stage = resolved(it, schema);
        return { spec, key: `stages[${stage.properties.kind.const}]`, kind: stage.properties.kind.const, node: stage };
      });
    return keysBelow(node, schema, "").length > 0 ? [{ spec, key, kind: null, node }] : [];
  });
}

/** Resolves the reference of a node. Keywords next to the reference take precedence. */
function resolved(node, schema) {
  if (node.$ref === undefined) return node;
  const { $ref, ...own } = node;
  return { ...resolved(schema.$defs[$ref.split("/").at(-1)], schema), ...own };
}

/** The children of a node: the text that joins them to its path, the schema, and whether they are required. */
function below(node) {
  const named = Object.entries(node.properties ?? {}).map(([key, it]) => [
    `.${key}`,
    it,
    node.required?.includes(key) === true,
  ]);
  const free = typeof node.additionalProperties === "object" ? [[".NAME", node.additionalProperties, false]] : [];
  const item = node.items?.properties || node.items?.$ref ? [["[]", node.items, false]] : [];
  return [...named, ...free, ...item];
}

/** All keys below a node, with their paths. The items of a list are included only if they are mappings. */
function keysBelow(node, schema, path) {
  return below(node).flatMap(([join, definition, required]) => {
    const it = resolved(definition, schema);
    if (join === "[]" && it.properties === undefined) return [];
    const key = `${path}${join}`.replace(/^\./, "");
    return [{ key, node: it, required }, ...keysBelow(it, schema, key)];
  });
}

function overview(specs) {
  const parts = specs.flatMap(({ spec, schema, sections }) => {
    const own = Object.entries(schema.properties).filter(
      ([key]) => key !== "stages" && !sections.some((it) => it.key === key),
    );
    const rows = own.map(([key, node]) => ({
      key,
      node: resolved(node, schema),
      required: schema.required.includes(key),
    }));
    return [
      `## ${files[spec]}`,
      "",
      schema.description,
      "",
      ...table(rows, schema),
      "",
      "| section | description |",
      "| --- | --- |",
      ...sections.map((it) => `| [\`${it.key}\`](${pathOf(it)}) | ${cell(it.node.description)} |`),
      "",
    ];
  });
  return [
    "# Keys of the specs",
    "",
    "Generated from the schemas, which `stagewright schema` prints for editors. Other keys are errors.",
    "`stagewright explain KEY` shows where the value of a key comes from.",
    "",
    ...parts,
  ].join("\n");
}

function sectionPage({ spec, schema, section, lockable, builtIn }) {
  const { key, kind, node } = section;
  const path = kind === null ? key : "";
  const keys = keysBelow(node, schema, path);
  const lockOf = spec === "service" ? (it) => lockText(it, kind, lockable, builtIn) : null;
  return [
    `# ${kind === null ? key : `${kind} stages`}`,
    "",
    node.description,
    ...(lockOf === null ? [] : ["", legend]),
    "",
    ...(node.examples === undefined ? [] : ["```yaml", exampleOf(key, kind, node.examples[0]), "```", ""]),
    ...table(keys, schema, lockOf),
    "",
    "[All keys](../spec.md)",
    "",
  ].join("\n");
}

function table(rows, schema, lockOf = null) {
  const lock = (text) => (lockOf === null ? "" : ` ${text} |`);
  return [
    `| key | description | type | default | example |${lock("locks")}`,
    `| --- | --- | --- | --- | --- |${lock("---")}`,
    ...rows.map(({ key, node, required }) => {
      const cells = [
        `\`${key}\`${required ? ", required" : ""}`,
        cell(node.description),
        cell(typeOf(node, schema)),
        node.default === undefined ? "" : code(node.default),
        node.examples === undefined ? "" : code(node.examples[0]),
      ];
      return `| ${cells.join(" | ")} |${lockOf === null ? "" : lock(lockOf(key))}`;
    }),
  ];
}

/** Whether a service can set a key if the platform's locks do not list it. */
function lockText(key, kind, lockable, builtIn) {
  const plain = key.replaceAll("[]", "").replaceAll("NAME", "*");
  const names = kind === null ? [plain] : [`${kind}.${plain}`, `stages.${plain}`];
  const encloses = (it) => names.some((name) => name === it.key || name.startsWith(`${it.key}.`));
  const closed = builtIn.find(encloses);
  if (closed?.ownStages) return "open on stages of the service's own team, if the platform sets none";
  if (closed?.may === "tighten") return "only stricter if the platform sets it";
  if (closed !== undefined) return closed.onlyIfSet ? "locked if the platform sets it" : "locked";
  return names.some((name) => lockable.some((it) => name === it || name.startsWith(`${it}.`))) ? "open" : "none";
}

function typeOf(node, schema) {
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  const types = [node.type].flat().filter(Boolean).join(" or ");
  if (node.type === "array" && node.items !== undefined) {
    const item = resolved(node.items, schema);
    return `list of ${item.type === undefined ? "values" : typeOf(item, schema)}`;
  }
  const least = node.minimum === undefined ? "" : `, ${node.minimum} to ${node.maximum ?? "any"}`;
  const form = node["x-expected"] ?? node["x-noun"];
  return `${types === "object" ? "mapping" : types}${least}${form === undefined ? "" : `: ${form}`}`;
}

/** The example as YAML of a spec. */
function exampleOf(key, kind, value) {
  return stringify(kind === null ? { [key]: value } : { stages: [value] }, { lineWidth: 100 }).trimEnd();
}

/** Text for a cell of a table. Escapes all Markdown except inline code. */
function cell(text = "") {
  const parts = text.replaceAll("|", "\\|").split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith("`") ? part : part.replaceAll(/[*_<]/g, "\\$&"))).join("");
}

function code(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === "" ? "empty" : `\`${text.replaceAll("|", "\\|")}\``;
}
