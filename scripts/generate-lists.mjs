// Generates the lists of engines, source tools, handoffs and policies from their folders. Each file exports one part, named
// like the file in camel case.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The folders below generator/, and the other files in them, which are not parts. */
const lists = [
  { folder: "engines", type: "Engine", others: ["engine.ts", "index.ts"] },
  { folder: "source-tools", type: "SourceTool", others: ["index.ts", "source-tool.ts"] },
  { folder: "handoffs", type: "Handoff", others: ["direct.ts", "handoff.ts", "index.ts"] },
  {
    folder: "policies",
    type: "Policy",
    others: [
      "agent-users.ts",
      "capacity.ts",
      "dockerfile.ts",
      "index.ts",
      "apply-waivers.ts",
      "place.ts",
      "policy.ts",
      "tool-images.ts",
    ],
  },
];

/** Writes generator/generated/FOLDER.ts for each list. Returns true if a file changed. */
export async function generate() {
  const written = await Promise.all(lists.map(write));
  return written.some(Boolean);
}

async function write({ folder, type, others }) {
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
  const path = join(root, "generator/generated", `${folder}.ts`);
  if ((await readFile(path, "utf8").catch(() => null)) === text) return false;
  await writeFile(path, text);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
