// Builds dist/: generated sources first, then the bundles of the command and of the library.
import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** An import of node:crypto from an ES module runs all its lazy getters, for a quarter of a start; a require does not. */
const requireBuiltins = {
  name: "require-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === "builtin" ? { path, external: true } : { path, namespace: "builtin" },
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = require("${path}");`,
    }));
  },
};

/** Writes generator/generated/ and dist/. */
export async function buildAll() {
  for (const script of ["generate-schemas.mjs", "generate-templates.mjs", "generate-lists.mjs"]) {
    const { generate } = await import(pathToFileURL(join(root, "scripts", script)).href);
    await generate();
  }
  const { version, bugs } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { cli: "generator/cli.ts", index: "generator/index.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node20",
    format: "esm",
    chunkNames: "chunks/[name]-[hash]",
    define: {
      STAGEWRIGHT_VERSION: JSON.stringify(version),
      STAGEWRIGHT_BUGS: JSON.stringify(bugs?.url ?? "whoever gave you this stagewright"),
    },
    // CommonJS packages in an ES bundle ask for Node's own modules by require.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [requireBuiltins],
    metafile: true,
    logLevel: "warning",
  });
  await removeOldChunks(new Set(Object.keys(metafile.outputs)));
  await chmod(join(root, "dist/cli.js"), 0o755);
}

/** Only what this build did not write goes: a stagewright that is running keeps its files. */
async function removeOldChunks(written) {
  for (const name of await readdir(join(root, "dist/chunks"))) {
    if (!written.has(`dist/chunks/${name}`)) await rm(join(root, "dist/chunks", name));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
