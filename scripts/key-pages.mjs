// The reference of keys, from the schemas: spec.md, and a page for each section of a spec and each kind of stage.

import { stringify } from "yaml";

/** What the column of locks says. */
const legend =
  "A key is required in the file or, but for `id`, `kind` and `environment`, by the platform's defaults. Locks: whether a service may set it while [the platform's](platform-locks.md) say nothing of it; `none`: no lock can name it.";

const files = { platform: "stagewright.yaml", service: "services/NAME.yaml", step: "vars/NAME.yaml" };

/**
 * Pages by path below docs/reference/. `bundles` are the specs' schemas, each with all that it refers to; `lockable` the keys
 * that locks may name, `builtIn` the locks that hold unless a platform spec says otherwise.
 */
export function keyPages(bundles, lockable, builtIn) {
  const specs = Object.entries(bundles).map(([spec, schema]) => ({ spec, schema, sections: sectionsOf(spec, schema) }));
  const pages = specs.flatMap(({ spec, schema, sections }) =>
    sections.map((section) => [pathOf(section), sectionPage({ spec, schema, section, lockable, builtIn })]),
  );
  return new Map([["spec.md", overview(specs)], ...pages]);
}

/** The page of a key below docs/reference/, by its path in a spec; spec.md for what stands at the top by itself. */
export function pageOf(bundles, spec, path, kind) {
  const key = path[0] === "stages" && kind !== undefined ? `stages[${kind}]` : path[0];
  const section = sectionsOf(spec, bundles[spec]).find((it) => it.key === key);
  return section === undefined ? { key: path[0], page: "spec.md" } : { key, page: pathOf(section) };
}

function pathOf({ spec, key }) {
  return `keys/${spec}-${key.replace("stages[", "stage-").replace("]", "")}.md`;
}

function sectionsOf(spec, schema) {
  return Object.entries(schema.properties).flatMap(([key, given]) => {
    const node = resolved(given, schema);
    const kinds = node.items?.oneOf ?? [];
    if (kinds.length > 0)
      return kinds.map((it) => {
        const stage = resolved(it, schema);
        return { spec, key: `stages[${stage.properties.kind.const}]`, kind: stage.properties.kind.const, node: stage };
      });
    return keysBelow(node, schema, "").length > 0 ? [{ spec, key, kind: null, node }] : [];
  });
}

/** A node with what it refers to; what stands beside the reference counts. */
function resolved(node, schema) {
  if (node.$ref === undefined) return node;
  const { $ref, ...beside } = node;
  return { ...resolved(schema.$defs[$ref.split("/").at(-1)], schema), ...beside };
}

/** What is directly below a node: how it is joined, its schema, whether it must be there. */
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

/** Every key below a node, with its path. A list's element that is no mapping is told with the list. */
function keysBelow(node, schema, path) {
  return below(node).flatMap(([join, given, required]) => {
    const it = resolved(given, schema);
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
      "| section | what it says |",
      "| --- | --- |",
      ...sections.map((it) => `| [\`${it.key}\`](${pathOf(it)}) | ${cell(it.node.description)} |`),
      "",
    ];
  });
  return [
    "# Keys of the specs",
    "",
    "Written from the schemas, which `stagewright schema` prints for editors. A key that is not here is refused.",
    "`stagewright explain KEY` tells where the value of yours comes from.",
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
    `| key | what it says | type | default | example |${lock("locks")}`,
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

/** Whether a service may set a key while the platform's locks say nothing of it. */
function lockText(key, kind, lockable, builtIn) {
  const plain = key.replaceAll("[]", "").replaceAll("NAME", "*");
  const names = kind === null ? [plain] : [`${kind}.${plain}`, `stages.${plain}`];
  const encloses = (it) => names.some((name) => name === it.key || name.startsWith(`${it.key}.`));
  const closed = builtIn.find(encloses);
  if (closed?.ownStages) return "open on the service's team's own stages, where the platform gives none";
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

/** As it stands in a spec. */
function exampleOf(key, kind, value) {
  return stringify(kind === null ? { [key]: value } : { stages: [value] }, { lineWidth: 100 }).trimEnd();
}

/** Text for a table's cell; what Markdown would read as markup is not, but for code. */
function cell(text = "") {
  const parts = text.replaceAll("|", "\\|").split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith("`") ? part : part.replaceAll(/[*_<]/g, "\\$&"))).join("");
}

function code(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === "" ? "empty" : `\`${text.replaceAll("|", "\\|")}\``;
}
