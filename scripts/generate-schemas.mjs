// From schemas/: the validators and the TypeScript types of the specs, in generator/generated/.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { globSync } from "tinyglobby";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "schemas");
const target = join(root, "generator/generated");

/** Writes validators.js (+ .d.ts), spec-types.ts and version.ts; leaves a file alone that would not change. */
export async function generate() {
  await mkdir(target, { recursive: true });
  const schemas = await readSchemas();
  await writeIfChanged("validators.js", await validators(schemas));
  await writeIfChanged("validators.d.ts", declarations);
  await writeIfChanged("spec-types.ts", await types(schemas));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  await writeIfChanged("version.ts", `export const version = ${JSON.stringify(version)};\n`);
}

async function readSchemas() {
  const paths = globSync("**/*.schema.json", { cwd: folder }).sort();
  return Promise.all(paths.map(async (path) => [path, JSON.parse(await readFile(join(folder, path), "utf8"))]));
}

async function validators(schemas) {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    code: { source: true, esm: true, lines: true },
    schemas: schemas.map(([, schema]) => schema),
  });
  const code = standalone(ajv, { validatePlatform: "platform.schema.json", validateService: "service.schema.json" });
  // The generated code requires parts of Ajv's run time; the bundle carries them.
  const bundle = await build({
    stdin: { contents: code, resolveDir: root, loader: "js" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    write: false,
  });
  return bundle.outputFiles[0].text;
}

const declarations = `import type { ErrorObject } from "ajv";
import type { PlatformSpec, ServiceSpec } from "./spec-types.ts";

interface Validator<T> {
  (value: unknown): value is T;
  errors?: null | ErrorObject[];
}
export const validatePlatform: Validator<PlatformSpec>;
export const validateService: Validator<ServiceSpec>;
`;

async function types(schemas) {
  const named = schemas.filter(([path]) => path === "platform.schema.json" || path === "service.schema.json");
  const parts = await Promise.all(
    named.map(([path, schema]) =>
      compile(schema, path, {
        cwd: join(folder, dirname(path)),
        bannerComment: "",
        additionalProperties: false,
        declareExternallyReferenced: true,
        style: { singleQuote: false, printWidth: 120 },
      }),
    ),
  );
  return `// Generated from schemas/ by ${relative(root, fileURLToPath(import.meta.url))}.\n${mergeDeclarations(parts)}`;
}

/** Both specs name some of the same types; the second time they are left out. */
function mergeDeclarations(parts) {
  const seen = new Set();
  return parts
    .join("\n")
    .split(/(?=^(?:\/\*\*|export ))/m)
    .reduce(
      (blocks, block) => {
        const name = /^export (?:interface|type) (\w+)/m.exec(block)?.[1];
        if (name === undefined) return { text: blocks.text, comment: block };
        const known = seen.has(name);
        seen.add(name);
        return { text: known ? blocks.text : blocks.text + blocks.comment + block, comment: "" };
      },
      { text: "", comment: "" },
    ).text;
}

async function writeIfChanged(name, text) {
  const path = join(target, name);
  const old = await readFile(path, "utf8").catch(() => null);
  if (old !== text) await writeFile(path, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await generate();
