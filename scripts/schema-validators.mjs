// Compiles the schemas to two sets of validators: small ones that every run loads, which only decide whether a value is
// valid, and complete ones, which describe the errors of an invalid value.
import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);

export const validatorTypes = `import type { ErrorObject } from "ajv";

export interface Validator {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export const validatePlatform: Validator;
export const validateService: Validator;
export const validateStep: Validator;
export const validateScenarios: Validator;
`;

export const fitsTypes = `export const fitsPlatform: (data: unknown) => boolean;
export const fitsService: (data: unknown) => boolean;
export const fitsStep: (data: unknown) => boolean;
export const fitsScenarios: (data: unknown) => boolean;
`;

/** The complete validators, with the annotations that messages use: titles, keywords and one example of each key. */
export async function validators(names, schemas) {
  const carried = schemas.map((it) => stripped(it, /^(description|default|\$schema|x-id)$/));
  return compiled("validate", names, carried, { allErrors: true, verbose: true });
}

/** The small validators, which stop at the first error and do not describe it. They have a third of the size. */
export async function fits(names, schemas) {
  const bare = schemas.map((it) => stripped(it, /^(description|default|\$schema|title|examples|x-.*)$/));
  return minified(withoutErrors(await compiled("fits", names, bare, { draft: "ajv", inlineRefs: false })));
}

/** What Ajv generates to describe an error and its place. Only the count of errors decides whether a value is valid. */
const descriptions = [
  [/^ *validate\d+\.errors = \[\{ .* \}\];\n(?= *return false;\n)/gm, ""],
  [/^( *)vErrors = .*\.concat\(validate\d+\.errors\);\n *errors = vErrors\.length;\n/gm, "$1errors++;\n"],
  [/^( *const err\d+ =) \{ .* \};\n/gm, "$1 0;\n"],
  [/(validate\d+\([^,(]+), \{ instancePath.*? rootData \}\)/g, "$1)"],
  [/^(function validate\d+\(data), \{ instancePath .* \} = \{\}\)/gm, "$1)"],
];

function withoutErrors(code) {
  const short = descriptions.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), code);
  if (short.includes("instancePath"))
    throw new Error("This version of Ajv describes errors with code that is not known here.");
  return short;
}

/** Removes what nothing uses, such as the schemas that only errors quoted. */
async function minified(code) {
  const { transform } = await import("esbuild");
  return (await transform(code, { minifySyntax: true, treeShaking: true, format: "esm", target: "node20" })).code;
}

function stripped(schema, dropped) {
  const strip = (node, inProperties) => {
    if (Array.isArray(node)) return node.map((item) => strip(item, false));
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node).filter(([key]) => inProperties || !dropped.test(key));
    return Object.fromEntries(
      entries.map(([key, value]) => {
        if (!inProperties && key === "examples") return [key, value.slice(0, 1)];
        return [key, strip(value, !inProperties && (key === "properties" || key === "$defs"))];
      }),
    );
  };
  return strip(schema, false);
}

/** A module that exports a function for each schema: `validatePlatform`. */
async function compiled(verb, names, schemas, { draft = "2020", ...options }) {
  const { default: Ajv } = await import(`ajv/dist/${draft}.js`);
  const { default: standalone } = await import("ajv/dist/standalone/index.js");
  const ajv = new Ajv({
    discriminator: true,
    strictRequired: false,
    allowUnionTypes: true,
    messages: false,
    unicodeRegExp: false,
    keywords: ["x-noun", "x-expected", "x-code", "x-missing", "x-stricter"],
    code: { source: true, esm: true, lines: false, optimize: 1 },
    ...options,
  });
  for (const [index, schema] of schemas.entries()) ajv.addSchema({ ...schema, $id: names[index] });
  const exported = names.map((name) => [`${verb}${name.charAt(0).toUpperCase()}${name.slice(1)}`, name]);
  return bundled(standalone(ajv, Object.fromEntries(exported)));
}

const equalJson = `module.exports = function equal(a, b) {
  if (a === b || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
};`;

/** Replaces Ajv's comparison, which calls methods of values: the mappings of specs have no prototype. */
const deepEqual = {
  name: "deep-equal",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^fast-deep-equal$/ }, () => ({ path: "fast-deep-equal", namespace: "deep-equal" }));
    onLoad({ filter: /.*/, namespace: "deep-equal" }, () => ({ contents: equalJson, loader: "js" }));
  },
};

/** Bundles the code with the functions of Ajv that it calls. */
async function bundled(code) {
  const { build } = await import("esbuild");
  const result = await build({
    stdin: { contents: code, resolveDir: dirname(require.resolve("ajv/package.json")), loader: "js" },
    bundle: true,
    plugins: [deepEqual],
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return result.outputFiles[0].text;
}
