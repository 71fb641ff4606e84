// Builds the runner of rehearsals with Maven and copies its jars to dist/runner/, as part of the published package. npm runs
// this script before it packs the package, so that users need only Java.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
// The code finds the Java sources relative to its own file, as it does in the bundle of the command.
const bundle = join(root, "dist", "pack-runner.mjs");

const { outputFiles } = await build({
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  entryPoints: ["generator/rehearse/build.ts"],
  // CommonJS packages in an ES module bundle load the modules of Node.js with require.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  write: false,
});
await writeFile(bundle, outputFiles[0].text);
try {
  console.log("Building the runner with Maven");
  const { packRunner } = await import(pathToFileURL(bundle).href);
  const jars = await packRunner(join(root, "dist", "runner"));
  console.log(`dist/runner: ${jars.length} jars`);
} finally {
  await rm(bundle, { force: true });
}
