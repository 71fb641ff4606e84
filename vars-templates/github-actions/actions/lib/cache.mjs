// The cache of the dependencies of a stage's builds, on runners of GitHub: those are new for each job.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { home } from "./context.mjs";
import { find } from "./files.mjs";

/** The folder in which a tool caches; empty for a tool without a cache, or on a runner that keeps its files. */
export function cacheFolder({ locks = {} }, tool) {
  const hosted = process.env.RUNNER_ENVIRONMENT === "github-hosted";
  return hosted && locks[tool] !== undefined ? join(home(), "cache", tool) : "";
}

/**
 * The key of the cache: the machine, the stage, its tools, and the contents of the files that list the dependencies. So another list
 * begins with an empty cache. Empty if there is nothing to cache.
 */
export function cacheKey(settings, app) {
  const builds = settings.builds.filter(({ tool }) => cacheFolder(settings, tool) !== "");
  const files = [...new Set(builds.flatMap(({ tool, directory }) => find(app, places(directory, settings.locks[tool]))))].sort();
  if (files.length === 0) return "";
  const tools = builds.map(({ tool, javaHome, toolImage, directory }) => [tool, javaHome, toolImage, directory]);
  const texts = files.map((path) => [path, readFileSync(join(app, path), "base64")]);
  const hash = createHash("sha256").update(JSON.stringify([tools, texts])).digest("hex");
  return ["stagewright", process.env.RUNNER_OS, process.env.RUNNER_ARCH, settings.service, settings.stage, hash].join("-");
}

/** Patterns of these files in the folder of a build, below it, and in each folder above it: a workspace has its list at the root. */
function places(directory, names) {
  const folders = [`${directory}/**`];
  for (let above = dirname(directory); directory !== "." && folders.at(-1) !== "."; above = dirname(above)) folders.push(above);
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}
