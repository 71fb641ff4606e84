import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import type { SlowTool } from "../build-once.ts";

/** GitHub's own checker of workflows and actions, from npm: editors show its findings. */
const SERVICE = "@actions/languageservice@0.3.61";

/** Prints the findings of files as a list in JSON. */
const program = `import { readFileSync } from "node:fs";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
const found = [];
for (const file of process.argv.slice(2)) {
  const document = TextDocument.create("file:///" + file, "yaml", 1, readFileSync(file, "utf8"));
  for (const { message, range } of await validate(document, {})) found.push(file + ":" + (range.start.line + 1) + ": " + message);
}
console.log(JSON.stringify(found));
`;

/** The program, as one file: the package imports its JSON files as bundlers do, and not as Node.js does. */
export const languageService: SlowTool = {
  title: "GitHub's language service",
  folder: `languageservice-${SERVICE.slice(SERVICE.lastIndexOf("@") + 1)}`,
  proof: ".complete",
  build: async (folder) => {
    await execa("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", SERVICE]);
    await build({
      stdin: { contents: program, resolveDir: folder },
      bundle: true,
      platform: "node",
      format: "esm",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      outfile: join(folder, "check.mjs"),
      logLevel: "error",
    });
    await writeFile(join(folder, ".complete"), "");
  },
};
