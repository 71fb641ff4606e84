// Builds dist/: generated sources first, then the bundles of the command and of the library.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundleCommand } from "./bundle-command.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/** Writes generator/generated/ and dist/. */
export async function buildAll() {
  for (const script of ["generate-schemas.mjs", "generate-templates.mjs", "generate-lists.mjs"]) {
    const { generate } = await import(pathToFileURL(join(root, "scripts", script)).href);
    await generate();
  }
  await mkdir(dist, { recursive: true });
  // The command is CommonJS, whatever the package says: Node starts it faster than an ES module.
  await writeFile(join(dist, "package.json"), '{ "type": "commonjs" }\n');
  await Promise.all([bundleCommand(), buildLibrary()]);
}

async function buildLibrary() {
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "warning",
    entryPoints: ["generator/index.ts"],
    outfile: "dist/index.mjs",
    format: "esm",
    // CommonJS packages in an ES bundle ask for Node's own modules by require.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
