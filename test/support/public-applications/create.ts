import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { copy, ensureDir, remove } from "fs-extra/esm";
import { makeTemporary, removeTemporary } from "../lab/temporary.ts";
import type { PublicApplication } from "./application.ts";

/** What a build makes: the caches keep what it downloads. */
const BUILT = ["node_modules", "target", "dist", ".venv"];

/** Creates an application in `parent/NAME`, as its author commits it. */
export async function createApplication(application: PublicApplication, parent: string, caches: string, path: string) {
  const env = { ...cacheVariables(caches), PATH: path };
  const folder = join(parent, application.name);
  await remove(folder);
  await ensureDir(parent);
  await runAll(application.create, parent, env);
  for (const [file, text] of Object.entries(application.files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  await runAll(application.lock, folder, env);
  await Promise.all(BUILT.map((name) => remove(join(folder, name))));
}

/** Builds a copy of the application, so that later builds find everything in the caches. */
export async function warmCaches(application: PublicApplication, parent: string, caches: string, path: string) {
  const copied = await makeTemporary("warm");
  try {
    await copy(join(parent, application.name), copied);
    await runAll(application.warm, copied, { ...cacheVariables(caches), PATH: path });
  } finally {
    await removeTemporary(copied);
  }
}

async function runAll(
  commands: readonly (readonly string[])[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [program = "", ...words] of commands) await execa(program, words, { cwd, env, stdin: "ignore" });
}

/** The cache of a source tool: the folder that `cache` sets in the spec. */
export function cacheOf(caches: string, tool: string): string {
  return join(caches, tool);
}

/** The same folders, as the build scripts of the source tools use them. */
function cacheVariables(caches: string): Readonly<Record<string, string>> {
  const at = (tool: string, ...more: readonly string[]) => join(cacheOf(caches, tool), ...more);
  return {
    MAVEN_OPTS: `-Dmaven.repo.local=${at("maven")}`,
    NPM_CONFIG_CACHE: at("npm"),
    UV_CACHE_DIR: at("python", "uv"),
    PIP_CACHE_DIR: at("python", "pip"),
    POETRY_CACHE_DIR: at("python", "poetry"),
    GOMODCACHE: at("go", "mod"),
    GOCACHE: at("go", "build"),
    GOFLAGS: "-modcacherw",
  };
}
