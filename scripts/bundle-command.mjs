// Bundles the command: dist/cli.js, which only starts it, and the files that it loads, named by the hash of their content.
import * as childProcess from "node:child_process";
import * as crypto from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { v8Flags, writeCodeCaches } from "./code-cache.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

/**
 * The parts of the command that not every run needs. Each part is a separate file. A part with `names` is loaded when one of
 * these exports is first used, a part without `names` as soon as it is imported. A part can use the parts before it.
 */
const pieces = [
  { name: "yaml", entry: "node_modules/yaml/dist/index.js", filter: /^yaml$/ },
  { name: "glob", entry: "node_modules/tinyglobby/dist/index.mjs", filter: /^tinyglobby$/ },
  {
    name: "validators",
    entry: "generator/generated/validators.js",
    filter: /\/generated\/validators\.js$/,
    names: ["validatePlatform", "validateService", "validateStep", "validateScenarios"],
  },
  {
    name: "dockerfile",
    entry: "generator/dockerfile/index.ts",
    filter: /\/dockerfile\/index\.ts$/,
    names: ["baseOf", "copiedPaths", "referencesOf", "resolved"],
  },
  {
    name: "render",
    entry: "generator/render/index.ts",
    filter: /\/render\/index\.ts$/,
    names: ["render", "renderPacked"],
  },
  {
    name: "github-actions",
    entry: "generator/targets/github-actions/index.ts",
    filter: /\/github-actions\/index\.ts$/,
    names: ["githubActions"],
  },
  { name: "tekton", entry: "generator/targets/tekton/index.ts", filter: /\/tekton\/index\.ts$/, names: ["tekton"] },
  {
    name: "jenkins-x",
    entry: "generator/targets/jenkins-x/index.ts",
    filter: /\/jenkins-x\/index\.ts$/,
    names: ["jenkinsX"],
  },
  { name: "dialect", entry: "generator/project/lint-own-groovy.ts", filter: /\/lint-own-groovy\.ts$/ },
  { name: "compile-commands", entry: "generator/commands/compile-commands.ts", filter: /\/compile-commands\.ts$/ },
  {
    name: "rehearse-commands",
    entry: "generator/commands/rehearse-commands.ts",
    filter: /\/rehearse-commands\.ts$/,
  },
  { name: "report-commands", entry: "generator/commands/report-commands.ts", filter: /\/report-commands\.ts$/ },
];

/** Delays the loading of slow modules of Node.js and of npm packages until one of their exports is first used. */
const lazyModules = {
  name: "lazy-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?(child_process|crypto)$|^semver\// }, ({ path, namespace, resolveDir }) => {
      if (namespace !== "lazy") return { path, namespace: "lazy", pluginData: resolveDir };
      return path.startsWith("semver/") ? undefined : { path, external: true };
    });
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path, pluginData: resolveDir }) => {
      const loaded = `require(${JSON.stringify(path)})`;
      const names = Object.keys(path.endsWith("crypto") ? crypto : childProcess);
      const contents = path.startsWith("semver/") ? `(...values) => ${loaded}(...values)` : getters(loaded, names);
      return { contents: `module.exports = ${contents};`, resolveDir };
    });
  },
};

function getters(loaded, names) {
  return `{ ${names.map((name) => `get ${name}() { return ${loaded}.${name}; }`).join(", ")} }`;
}

/** Each file is one function, so that V8's code cache and the loader of Node.js read the same text. */
const wrapper = {
  banner: { js: "globalThis.stagewright=(function(module,exports,require,__filename){" },
  footer: { js: "});" },
};

/** Writes dist/cli.js and the files that it loads, and removes the files of earlier builds. */
export async function bundleCommand() {
  const { version, bugs } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const define = {
    "import.meta.url": "__filename",
    STAGEWRIGHT_VERSION: JSON.stringify(version),
    STAGEWRIGHT_BUGS: JSON.stringify(bugs),
  };
  const made = [];
  for (const piece of [...pieces, { name: "command", entry: "generator/cli.ts" }]) {
    made.push({ ...piece, file: await writePiece(piece, made, define) });
  }
  const main = made.at(-1).file;
  writeCodeCaches(join(dist, main));
  const [start] = await bundled("generator/start.ts", {
    define: { STAGEWRIGHT_MAIN: JSON.stringify(`./${main}`), STAGEWRIGHT_FLAGS: JSON.stringify(v8Flags) },
  });
  await writeFile(join(dist, "cli.js"), start.text, { mode: 0o755 });
  // A running stagewright process has already read its files, except for the parts of interactive commands.
  const old = (await readdir(dist)).filter((name) => made.some((it) => isOld(name, it)));
  for (const name of old) await rm(join(dist, name), { force: true });
}

function isOld(name, { name: piece, file }) {
  return new RegExp(`^${piece}-[0-9a-f]{16}\\.js`).test(name) && !name.startsWith(file);
}

async function writePiece({ name, entry, filter }, made, define) {
  const options = { ...wrapper, define, minify: true, sourcemap: "external", sourcesContent: false };
  const others = made.filter((it) => it.filter !== filter);
  const [map, code] = await bundled(entry, { ...options, plugins: [lazyModules, separate(others)] });
  const file = `${name}-${crypto.createHash("sha256").update(code.text).digest("hex").slice(0, 16)}.js`;
  await writeFile(join(dist, `${file}.map`), map.text);
  await writeFile(join(dist, file), `${code.text}//# sourceMappingURL=${file}.map\n`);
  return file;
}

/** Replaces the import of a part by a require of its file. */
function separate(made) {
  return {
    name: "separate-parts",
    setup({ onResolve, onLoad }) {
      for (const { filter, file } of made) onResolve({ filter }, () => ({ path: file, namespace: "separate-parts" }));
      onResolve({ filter: /^\.\//, namespace: "separate-parts" }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: "separate-parts" }, ({ path }) => {
        const { names } = made.find(({ file }) => file === path);
        const loaded = `require("./${path}")`;
        return { contents: `module.exports = ${names ? getters(loaded, names) : loaded};`, resolveDir: dist };
      });
    },
  };
}

async function bundled(entry, options) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "warning",
    ...options,
    entryPoints: [entry],
    outdir: "dist",
    format: "cjs",
    write: false,
  });
  return outputFiles;
}
