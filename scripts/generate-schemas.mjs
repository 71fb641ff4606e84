// Assembles schemas/, and generates types, validators, default values, and the schemas for editors.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { fits, fitsTypes, validators, validatorTypes } from "./schema-validators.mjs";
import { defaultValues, environmentKeys, lockable, patterns, resolvePointer } from "./schema-values.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const specs = ["platform", "service", "step", "scenarios"];

/** Writes generator/generated/ and dist/schemas/ if schemas/ or the scripts changed. Returns true if it wrote files. */
export async function generate() {
  const parts = await readParts();
  const stamp = await fingerprint(parts);
  const stampFile = join(root, "generator/generated/schemas.stamp");
  if ((await readFile(stampFile, "utf8").catch(() => "")) === stamp && (await outputsExist())) return false;
  const bundles = specs.map((name) => bundle(parts, name));
  await mkdir(join(root, "generator/generated"), { recursive: true });
  await mkdir(join(root, "dist/schemas"), { recursive: true });
  await Promise.all([
    write("generator/generated/spec-types.ts", await types(bundles)),
    write("generator/generated/validators.js", await validators(specs, bundles)),
    write("generator/generated/fits.js", await fits(specs, bundles)),
    write("generator/generated/defaults.ts", defaultValues(parts)),
    write("generator/generated/environment-keys.ts", environmentKeys(parts)),
    write("generator/generated/patterns.ts", patterns(parts.get("names.schema.json"))),
    write("generator/generated/lockable.ts", lockable(bundles[specs.indexOf("service")])),
    write("generator/generated/validators.d.ts", validatorTypes),
    write("generator/generated/fits.d.ts", fitsTypes),
    write("generator/generated/version.ts", `export const version = ${JSON.stringify(await version())};\n`),
    ...bundles.map((it, i) =>
      write(`dist/schemas/${specs[i]}.schema.json`, `${JSON.stringify(withoutInherited(forEditors(it)), null, 2)}\n`),
    ),
  ]);
  await writeFile(stampFile, stamp);
  return true;
}

const outputs = [
  "generator/generated/spec-types.ts",
  "generator/generated/validators.js",
  "generator/generated/fits.js",
  "generator/generated/defaults.ts",
  "generator/generated/environment-keys.ts",
  "generator/generated/lockable.ts",
  "dist/schemas/service.schema.json",
  "dist/schemas/step.schema.json",
  "dist/schemas/scenarios.schema.json",
];

async function outputsExist() {
  const texts = await Promise.all(outputs.map((path) => readFile(join(root, path)).catch(() => null)));
  return texts.every((text) => text !== null);
}

async function write(path, text) {
  await writeFile(join(root, path), text);
}

/** The version of stagewright, which the key `stagewright` of each spec must accept. */
async function version() {
  return JSON.parse(await readFile(join(root, "package.json"), "utf8")).version;
}

async function fingerprint(parts) {
  const { createHash } = await import("node:crypto");
  const own = ["generate-schemas.mjs", "schema-validators.mjs", "schema-values.mjs"];
  const scripts = await Promise.all(own.map((name) => readFile(join(root, "scripts", name), "utf8")));
  return createHash("sha256")
    .update(scripts.join("\n"))
    .update(JSON.stringify([await version(), ...parts]))
    .digest("hex");
}

/** The schemas by path below schemas/, sorted by path. */
async function readParts() {
  const folder = join(root, "schemas");
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".schema.json"));
  const read = async (path) => [path, JSON.parse(await readFile(join(folder, path), "utf8"))];
  return new Map(await Promise.all(paths.sort().map(read)));
}

/** The complete schema of each spec, with the keywords that start with `x-`. */
export async function specSchemas() {
  const parts = await readParts();
  return Object.fromEntries(specs.map((name) => [name, bundle(parts, name)]));
}

/** The schema of one spec, with all schemas that it refers to in its `$defs`. */
function bundle(parts, name) {
  const definitions = {};
  const visit = (node, path) => {
    if (Array.isArray(node)) return node.map((item) => visit(item, path));
    if (typeof node !== "object" || node === null) return node;
    if (node["x-partial"]) return partialOf(node, path);
    const copy = {};
    for (const [key, value] of Object.entries(expandParts(flatten(node, parts, path), parts, path))) {
      copy[key] =
        key === "$ref" ? define(value, path) : key === "examples" || key === "default" ? value : visit(value, path);
    }
    return copy;
  };
  const partialOf = ({ "x-partial": file, ...own }, from) => {
    const path = posix.join(posix.dirname(from), file);
    return { ...visit(partial(flatten(pointed(parts, path, ""), parts, path)), path), ...own };
  };
  const define = (reference, from) => {
    const [file, pointer = ""] = reference.split("#");
    const path = file === "" ? from : posix.normalize(posix.join(posix.dirname(from), file));
    const stem = path.replace(/\.schema\.json$/, "").replaceAll("/", "-");
    const last = pointer.split("/").at(-1);
    const id = pointer === "" ? stem : pointer.startsWith("/$defs/") ? last : `${stem}-${last}`;
    if (!(id in definitions)) {
      definitions[id] = {};
      definitions[id] = visit(pointed(parts, path, pointer), path);
    }
    return `#/$defs/${id}`;
  };
  const { $schema, ...schema } = parts.get(`${name}.schema.json`);
  return { $schema, ...visit(schema, `${name}.schema.json`), $defs: definitions };
}

/** A stage kind in the platform's defaults: without required keys, and without the keys that identify one stage. */
function partial(stage) {
  const strip = (node) => {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
    const { required, ...rest } = node;
    const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strip(value)]));
    return typeof copy.title === "string" ? { ...copy, title: `default ${copy.title}` } : copy;
  };
  const { id, previousIds, previousOwners, kind, needs, parallel, ...properties } = stage.properties;
  if (kind.const === "deploy") delete properties.environment;
  return strip({ ...stage, properties });
}

function pointed(parts, path, pointer) {
  const start = parts.get(path);
  if (start === undefined) throw new Error(`schemas/${path} does not exist`);
  const { $schema, ...schema } = pointer
    .split("/")
    .slice(1)
    .reduce((node, key) => node[key], start);
  return schema;
}

/** Replaces `allOf` with one common schema by plain properties, so that one object lists all allowed keys. */
function flatten(node, parts, path) {
  if (node.unevaluatedProperties !== false || node.allOf === undefined) return node;
  const { allOf, unevaluatedProperties, properties, required = [], ...rest } = node;
  const base = parts.get(posix.join(posix.dirname(path), allOf[0].$ref));
  return {
    ...rest,
    required: [...base.required, ...required],
    additionalProperties: false,
    properties: { id: base.properties.id, kind: properties.kind, ...base.properties, ...properties },
  };
}

/** Replaces `x-parts` and `x-enum`, which stand for the files of a folder, so that a new file there adds a part. */
function expandParts(node, parts, path) {
  const files = (folder) =>
    [...parts.keys()].filter((it) => it.startsWith(`${folder}/`) && !it.endsWith("/common.schema.json"));
  // A handoff without settings for the whole site has no section there.
  const hasKeys = (file) => Object.keys(parts.get(file).properties ?? { any: true }).length > 0;
  const nameOf = (file) => file.split("/").at(-1).replace(".schema.json", "");
  const reference = (file) => ({ $ref: posix.relative(posix.dirname(path), file) });
  if (node["x-enum"]) {
    const { "x-enum": folder, ...rest } = node;
    return { ...rest, enum: files(folder).map(nameOf) };
  }
  const { "x-parts": place, ...rest } = node;
  if (place === undefined) return node;
  const [folder, pointer] = place.split("#");
  if (pointer !== undefined)
    return { ...rest, properties: sharedProperties(node, files(folder), pointer, parts, path) };
  if (folder === "stages") {
    const oneOf = files(folder).map(reference);
    const description = "A stage of kind source, image, deploy or custom.";
    return {
      ...rest,
      items: {
        type: "object",
        description,
        "x-noun": "a kind of stage",
        required: ["kind"],
        discriminator: { propertyName: "kind" },
        oneOf,
      },
    };
  }
  return {
    ...rest,
    properties: {
      ...node.properties,
      ...Object.fromEntries(
        files(folder)
          .filter(hasKeys)
          .map((file) => [nameOf(file), reference(file)]),
      ),
    },
  };
}

/** The properties of an object, and those that the file of each part adds at the pointer. */
function sharedProperties({ properties }, files, pointer, parts, path) {
  const all = { ...properties };
  for (const file of files) {
    for (const name of Object.keys(resolvePointer(parts.get(file), pointer)?.properties ?? {})) {
      if (name in all) throw new Error(`schemas/${file}: the key "${name}" already exists in another part`);
      all[name] = { $ref: `${posix.relative(posix.dirname(path), file)}#${pointer}/properties/${name}` };
    }
  }
  return all;
}

/** The schema for editors: without the keywords that start with `x-`. */
function forEditors(schema) {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key.startsWith("x-") || key === "discriminator" ? undefined : value)),
  );
}

/** Editors do not require keys of a stage that the platform's defaults can set. */
function withoutInherited(schema) {
  const open = ([id, it]) => [
    id,
    id.startsWith("stages-") && it.required
      ? { ...it, required: it.required.filter((key) => ["id", "kind", "environment"].includes(key)) }
      : it,
  ];
  return { ...schema, $defs: Object.fromEntries(Object.entries(schema.$defs).map(open)) };
}

async function types(bundles) {
  const { compile } = await import("json-schema-to-typescript");
  const options = {
    bannerComment: "",
    format: false,
    additionalProperties: false,
    unreachableDefinitions: false,
    ignoreMinAndMaxItems: true,
  };
  const modules = [];
  for (const [index, schema] of bundles.entries()) {
    const name = `${specs[index][0].toUpperCase()}${specs[index].slice(1)}Spec`;
    modules.push(
      `export namespace ${specs[index]} {\n${await compile(forTypes(schema), name, options)}}\nexport type ${name} = ${specs[index]}.${name};\n`,
    );
  }
  return `// Generated from schemas/ by scripts/generate-schemas.mjs.\n${modules.join("\n")}`;
}

/** Without the title of the root, which would replace the name of the type. */
function forTypes(schema) {
  const copy = forEditors(schema);
  delete copy.title;
  return copy;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
