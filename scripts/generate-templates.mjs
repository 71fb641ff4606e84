// Precompiles vars-templates/ into generator/generated/templates.js, so that stagewright starts faster.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import Handlebars from "handlebars";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "vars-templates");
const target = join(root, "generator", "generated");

/** The helpers of generator/render/helpers. The type checker compares both lists. */
const helpers = [
  "call",
  "code",
  "comment",
  "eq",
  "groovy",
  "indent",
  "inline",
  "json",
  "markdown",
  "mermaid",
  "plus",
  "variable",
  "yaml",
  "yamlBlock",
];

const options = {
  strict: true,
  noEscape: true,
  knownHelpers: Object.fromEntries(helpers.map((name) => [name, true])),
  knownHelpersOnly: true,
};

const types = `export type HelperName = ${helpers.map((name) => `"${name}"`).join(" | ")};
export const templates: Readonly<Record<string, { readonly main: (...values: never[]) => string }>>;
export const texts: Readonly<Record<string, string>>;
`;

/** Writes the files that changed. Returns true if there were any. */
export async function generate() {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(source, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
  const templates = [];
  const texts = [];
  for (const path of paths) {
    const text = await readFile(join(source, path), "utf8");
    if (path.endsWith(".hbs")) templates.push(getter(path, precompile(path, text)));
    else texts.push(getter(path, JSON.stringify(text)));
  }
  const code = `export const templates = {\n${templates.join(",\n")}\n};\nexport const texts = {\n${texts.join(",\n")}\n};\n`;
  await mkdir(target, { recursive: true });
  const written = [await update("templates.js", code), await update("templates.d.ts", types)];
  return written.some(Boolean);
}

/** A run uses the templates of one target. V8 compiles only the getters that are called, and only these are in its code cache. */
function getter(path, value) {
  return `get ${JSON.stringify(path)}() { return ${value}; }`;
}

function precompile(path, text) {
  try {
    return shorten(Handlebars.precompile(text, options));
  } catch (error) {
    throw new Error(`vars-templates/${path}: ${error.message}`);
  }
}

/**
 * Removes the fallback for runtimes without `lookupProperty`, and the source locations, which no helper reads. This halves
 * the size of the code that each start reads.
 */
function shorten(code) {
  return code
    .replace(/(lookupProperty = container\.lookupProperty) \|\| function[^}]*\}[^}]*\};/g, "$1;")
    .replace(/,"loc":\{"start":\{[^}]*\},"end":\{[^}]*\}\}(?=\}\))/g, "");
}

async function update(name, content) {
  const path = join(target, name);
  if ((await readFile(path, "utf8").catch(() => null)) === content) return false;
  await writeFile(path, content);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
