// npm runs this script to build dist/. npm up to version 11 does not install devDependencies when it installs a package
// globally from a Git repository, as pre-commit does (npm/cli issue 8440). In that case, this script installs them first.
import { spawnSync } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function hasDevDependencies() {
  try {
    import.meta.resolve("esbuild");
    return true;
  } catch {
    return false;
  }
}

/** Removes the calling npm's settings (global, force, omit) from the environment, and installs the devDependencies. */
function installDevDependencies() {
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(global|force|omit|include)$/i.test(name),
  );
  const command = [process.env.npm_execpath, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: ["ignore", 2, 2], env: Object.fromEntries(environment) };
  const { status } = spawnSync(process.execPath, command, options);
  if (status !== 0)
    throw new Error("the devDependencies, which are required to build this package, cannot be installed");
}

if (!hasDevDependencies()) installDevDependencies();
const { buildAll } = await import(pathToFileURL(`${root}/scripts/build.mjs`).href);
await buildAll();
