// Generates the lists of engines, source tools, handoffs and policies from their folders, the codes of the policies, and the digest
// of the actions for GitHub. Each file of a list exports one part, named like the file in camel case.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { glob } from "tinyglobby";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The folders below generator/, and the other files in them, which are not parts. */
const lists = [
  { folder: "engines", type: "Engine", others: ["engine.ts", "index.ts"] },
  {
    folder: "source-tools",
    type: "SourceTool",
    others: ["index.ts", "package-json.ts", "source-tool.ts", "sparse-folders.ts"],
  },
  { folder: "handoffs", type: "Handoff", others: ["direct.ts", "handoff.ts", "index.ts"] },
  {
    folder: "policies",
    type: "Policy",
    others: [
      "agent-users.ts",
      "apply-waivers.ts",
      "capacity.ts",
      "dockerfile.ts",
      "index.ts",
      "namespaces.ts",
      "place.ts",
      "policy.ts",
      "tool-images.ts",
    ],
  },
];

/** Writes generator/generated/FOLDER.ts for each list. Returns true if a file changed. */
export async function generate() {
  const written = await Promise.all(lists.map(writeList));
  return [...written, await writeCodes(), await writeDigest()].some(Boolean);
}

async function writeList({ folder, type, others }) {
  const files = (await readdir(join(root, "generator", folder))).filter((it) => it.endsWith(".ts"));
  const names = files.filter((it) => !others.includes(it)).map((it) => it.slice(0, -3));
  const parts = names
    .sort()
    .map((name) => ({ name, variable: name.replace(/-(.)/g, (_, char) => char.toUpperCase()) }));
  const singular = type.replace(/(?!^)[A-Z]|^[A-Z]/g, (char, at) => `${at === 0 ? "" : "-"}${char.toLowerCase()}`);
  const list = folder.replace(/-(.)/g, (_, char) => char.toUpperCase());
  const text = [
    ...parts.map(({ name, variable }) => `import { ${variable} } from "../${folder}/${name}.ts";`),
    `import type { ${type} } from "../${folder}/${singular}.ts";`,
    "",
    `export const ${list}: readonly ${type}[] = [${parts.map(({ variable }) => variable).join(", ")}];`,
    "",
  ].join("\n");
  return write(`${folder}.ts`, text);
}

/** Writes the digest of the actions and programs for GitHub, which are the same for all specs. */
async function writeDigest() {
  const cwd = join(root, "vars-templates/github-actions/actions");
  const hash = createHash("sha256");
  for (const path of (await glob("**/*", { cwd })).sort())
    hash.update(`${path}\0${await readFile(join(cwd, path), "utf8")}\0`);
  return write("actions-digest.ts", `export const actionsDigest = "${hash.digest("hex")}";\n`);
}

/** Writes the codes of the policies as plain data, so that the catalogue imports no policy. */
async function writeCodes() {
  const policies = [...(await readPolicies())].sort((one, other) => (one.code < other.code ? -1 : 1));
  const codes = policies.map(({ code, slug, title, severity, explanation }, index) => {
    if (policies[index - 1]?.code === code) throw new Error(`two policies have the code ${code}`);
    return [code, { slug, title, severity, explanation }];
  });
  const text = `export const policyCodes = ${JSON.stringify(Object.fromEntries(codes), null, 2)} as const;\n`;
  return write("policy-codes.ts", text);
}

/** Loads the policies, with an empty list of codes. */
async function readPolicies() {
  const withoutCodes = {
    name: "without-codes",
    setup({ onLoad }) {
      onLoad({ filter: /generated\/policy-codes\.ts$/ }, () => ({ contents: "export const policyCodes = {};" }));
    },
  };
  // The file must exist, because its import is resolved.
  await write("policy-codes.ts", "export const policyCodes = {};\n", { onlyIfMissing: true });
  const { outputFiles } = await build({
    entryPoints: [join(root, "generator/generated/policies.ts")],
    ...{ bundle: true, platform: "node", format: "cjs", write: false, logLevel: "error", plugins: [withoutCodes] },
  });
  const module = { exports: {} };
  const require = createRequire(pathToFileURL(join(root, "package.json")));
  new Function("module", "exports", "require", outputFiles[0].text)(module, module.exports, require);
  return module.exports.policies;
}

/** Writes a file of generator/generated/. Returns true if it changed. */
async function write(name, text, { onlyIfMissing = false } = {}) {
  const path = join(root, "generator/generated", name);
  const current = await readFile(path, "utf8").catch(() => null);
  if (current === text || (onlyIfMissing && current !== null)) return false;
  await writeFile(path, text);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
