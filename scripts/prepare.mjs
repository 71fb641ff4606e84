// npm's prepare: builds dist/. npm up to 11 leaves out the devDependencies where it installs a package globally from a git
// repository, as pre-commit does (npm/cli issue 8440): then what the lockfile names is installed here first.
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

/** In spite of what the npm above says of itself in the environment: global, forced, without devDependencies. */
function installDevDependencies() {
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(global|force|omit|include)$/i.test(name),
  );
  const command = [process.env.npm_execpath, "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: ["ignore", 2, 2], env: Object.fromEntries(environment) };
  const { status } = spawnSync(process.execPath, command, options);
  if (status !== 0) throw new Error("the devDependencies that build this package cannot be installed");
}

if (!hasDevDependencies()) installDevDependencies();
const { buildAll } = await import(pathToFileURL(`${root}/scripts/build.mjs`).href);
await buildAll();
