// Builds dist/: first the generated sources, then the bundles of the command and of the library.
import { execFile as execFileWithCallback } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { glob } from "tinyglobby";
import { bundleCommand } from "./bundle-command.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const execFile = promisify(execFileWithCallback);

/** Writes generator/generated/ and dist/. */
export async function buildAll() {
  for (const script of ["generate-schemas.mjs", "generate-templates.mjs", "generate-lists.mjs"]) {
    const { generate } = await import(pathToFileURL(join(root, "scripts", script)).href);
    await generate();
  }
  await mkdir(dist, { recursive: true });
  // The command is CommonJS, although the package has type "module": Node.js starts CommonJS faster.
  await writeFile(join(dist, "package.json"), '{ "type": "commonjs" }\n');
  await Promise.all([bundleCommand(), buildLibrary(), buildTypes()]);
}

/** Writes the types of the library: dist/index.d.mts, which exports from dist/types. */
async function buildTypes() {
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--incremental", "false"];
  const paths = ["--rootDir", "generator", "--outDir", join(dist, "types")];
  const typescript = join(root, "node_modules/typescript/bin/tsc");
  await rm(join(dist, "types"), { recursive: true, force: true });
  await execFile(process.execPath, [typescript, "--project", "tsconfig.types.json", ...options, ...paths], {
    cwd: root,
  });
  for (const path of await glob("**/*.d.ts", { cwd: join(dist, "types"), absolute: true })) {
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace(/(from "|import\(")(\.{1,2}\/[^"]+)\.ts"/g, '$1$2.js"'));
  }
  await writeFile(join(dist, "index.d.mts"), 'export * from "./types/index.js";\n');
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
    // CommonJS packages in an ES module bundle load the modules of Node.js with require.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
