// npm run new -- KIND NAME: creates the files of a new part, with a failing test.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parts } from "./parts.mjs";

const templates = fileURLToPath(new URL("templates", import.meta.url));

/**
 * Creates a part in the checkout at `root`. Returns the paths of the created and of the changed files.
 * Throws an error for the user, before it writes anything, if the part cannot be created.
 */
export function createPart(root, kind, name) {
  const part = parts[kind];
  checkArguments(kind, name);
  const values = { NAME: name, CAMEL: camelCase(name), ...codeValues(root, part) };
  const created = part.files.map(([path, template]) => {
    const script = basename(path).split(".")[0];
    return [fill(path, values), fill(readTemplate(template), { ...values, SCRIPT: script })];
  });
  const existing = created.map(([path]) => path).find((path) => existsSync(join(root, path)));
  if (existing !== undefined) throw new Error(`${existing} already exists. Choose another name, or remove the file.`);
  const changed = new Map();
  for (const insertion of part.insertions) {
    const text = changed.get(insertion.path) ?? readFileSync(join(root, insertion.path), "utf8");
    changed.set(insertion.path, insert(text, insertion, values));
  }
  for (const [path, text] of [...created, ...changed]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { created: created.map(([path]) => path), changed: [...changed.keys()] };
}

function checkArguments(kind, name) {
  const kinds = Object.keys(parts);
  if (!kinds.includes(kind)) {
    const problem = kind === undefined ? "The kind of the part is missing." : `"${kind}" is not a kind of part.`;
    throw new Error(`${problem} Usage: npm run new -- KIND NAME; KIND is ${kinds.join(", ")}.`);
  }
  if (name === undefined) throw new Error(`The name is missing. Usage: npm run new -- ${kind} NAME.`);
  if (!/^[a-z]+(-[a-z]+)*$/.test(name))
    throw new Error(`"${name}" is not a valid name. Use lower-case letters and single hyphens, for example two-syncs.`);
}

/** The next free code of the part's range, for parts that report a code. */
function codeValues(root, { codes }) {
  if (codes === undefined) return {};
  // Rules have their codes in the catalogue, policies in their own files.
  const folders = ["generator/diagnostics/catalogue", "generator/policies"].map((folder) => join(root, folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const declaration = /^ {2}(?:SW(\d{3}): |code: "SW(\d{3})")/gm;
  const numbers = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(declaration)].map(([, rule, policy]) => Number(rule ?? policy)),
  );
  const used = numbers.filter((number) => number >= codes.first && number <= codes.last);
  const next = Math.max(codes.first, ...used) + 1;
  if (next > codes.last) throw new Error(`No code between SW${codes.first} and SW${codes.last} is free.`);
  return { CODE: `SW${next}`, AREA: codes.area, SEVERITY: codes.severity };
}

function insert(text, { path, template, text: own, before, after, inList }, values) {
  const addition = fill(template === undefined ? own : readTemplate(template), values);
  const line = before ?? after ?? inList;
  const at = text.lastIndexOf(`\n${line}`);
  if (at === -1) throw new Error(`${path} has no line that starts with "${line}". Update scripts/new/parts.mjs.`);
  const end = text.indexOf("\n", at + 1);
  const offset = before !== undefined ? at + 1 : after !== undefined ? end + 1 : text.lastIndexOf("]", end);
  return `${text.slice(0, offset)}${addition}${text.slice(offset)}`;
}

function readTemplate(name) {
  return readFileSync(join(templates, name), "utf8");
}

function fill(text, values) {
  return text.replaceAll(/__([A-Z]+)__/g, (_, key) => values[key]);
}

function camelCase(name) {
  return name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** Sorts imports and formats the new files. Templates in vars-templates/ are not formatted. */
function format(root, paths) {
  const formatted = paths.filter((path) => !path.startsWith("vars-templates/"));
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const { status, stderr } = spawnSync(process.execPath, [biome, "check", "--write", ...formatted], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`biome cannot format the new files:\n${stderr}`);
}

function main(root, [kind, name]) {
  const { created, changed } = createPart(root, kind, name);
  format(root, [...created, ...changed]);
  for (const path of created) console.log(`Created ${path}`);
  for (const path of changed) console.log(`Changed ${path}`);
  console.log(`
The new test fails until you complete the part. Next steps:
  1. npm run build
  2. ${parts[kind].test}
  3. Replace each TODO in the files above. CONTRIBUTING.md, "${parts[kind].section}", describes the rest.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(fileURLToPath(new URL("../..", import.meta.url)), process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
