// Builds dist/: generated sources first, then the bundles of the command and of the library.
import * as childProcess from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { codeCache, wrapper } from "./code-cache.mjs";

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
  await Promise.all([buildCommand(), buildLibrary()]);
}

const common = { absWorkingDir: root, bundle: true, platform: "node", target: "node20", logLevel: "warning" };

/** What takes milliseconds to load and few runs need is loaded when something of it is first used. */
const lazyModules = {
  name: "lazy-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?child_process$|^semver\// }, ({ path, namespace, resolveDir }) => {
      if (namespace !== "lazy") return { path, namespace: "lazy", pluginData: resolveDir };
      return path.startsWith("semver/") ? undefined : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path, pluginData: resolveDir }) => {
      const loaded = `require(${JSON.stringify(path)})`;
      const getters = Object.keys(childProcess).map((name) => `get ${name}() { return ${loaded}.${name}; }`);
      const contents = path.startsWith("semver/") ? `(...given) => ${loaded}(...given)` : `{ ${getters.join(", ")} }`;
      return { contents: `module.exports = ${contents};`, resolveDir };
    });
  },
};

/** Commands for people are in a file of their own, named by its content: a hook's run does not read them. */
async function buildMore(define) {
  const { text, map } = await bundled("generator/commands/more.ts", {
    define,
    minify: true,
    sourcemap: "external",
    sourcesContent: false,
    plugins: [lazyModules],
  });
  const name = `more-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;
  await writeFile(join(dist, `${name}.map`), map);
  await writeFile(join(dist, name), `${text}//# sourceMappingURL=${name}.map\n`);
  return name;
}

/** The import of the commands for people becomes one of their file. */
function apart(name) {
  return {
    name: "apart",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/commands\/more\.ts$/ }, ({ path }) => ({ path, namespace: "apart" }));
      onResolve({ filter: /^\.\/more-/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: "apart" }, () => ({
        contents: `module.exports = require("./${name}");`,
        resolveDir: dist,
      }));
    },
  };
}

/** dist/cli.js, which only starts; the whole command in one file named by its content; what V8 made of that. */
async function buildCommand() {
  const { version, bugs } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const define = {
    "import.meta.url": "__filename",
    STAGEWRIGHT_VERSION: JSON.stringify(version),
    STAGEWRIGHT_BUGS: JSON.stringify(bugs?.url ?? "whoever gave you this stagewright"),
  };
  const more = await buildMore(define);
  const { text, map } = await bundled("generator/cli.ts", {
    define,
    minify: true,
    sourcemap: "external",
    sourcesContent: false,
    plugins: [lazyModules, apart(more)],
  });
  const main = `command-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;
  await writeFile(join(dist, `${main}.map`), map);
  await writeFile(join(dist, main), `${text}//# sourceMappingURL=${main}.map\n`);
  await writeFile(join(dist, `${main}.cache`), codeCache(join(dist, main)));
  const names = { STAGEWRIGHT_MAIN: JSON.stringify(main), STAGEWRIGHT_WRAPPER: JSON.stringify(wrapper) };
  const start = await bundled("generator/start.ts", { define: names });
  await writeFile(join(dist, "cli.js"), start.text, { mode: 0o755 });
  // A stagewright that is running has read its file already.
  const old = (await readdir(dist)).filter(
    (name) => /^(command|more)-/.test(name) && !name.startsWith(main) && !name.startsWith(more),
  );
  for (const name of old) await rm(join(dist, name), { force: true });
}

async function bundled(entry, options) {
  const entryPoints = [entry];
  const { outputFiles } = await build({
    ...common,
    ...options,
    entryPoints,
    outdir: "dist",
    format: "cjs",
    write: false,
  });
  const [text, map] = ["js", "map"].map((ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text);
  return { text, map };
}

async function buildLibrary() {
  await build({
    ...common,
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
