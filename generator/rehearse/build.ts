import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../project/cache-folder.ts";
import { isTrusted, trust } from "./trusted-folder.ts";

const run = promisify(execFile);

/** A lock older than this belongs to a process that died. */
const STALE_LOCK_MS = 10 * 60_000;

let building: Promise<string> | undefined;
let folder: Promise<string> | undefined;

/** Builds the runner with Maven, if the cache has no build of the current sources. Returns its folder in the cache. */
export function buildRunner(): Promise<string> {
  building ??= buildOnce();
  return building;
}

/** Whether a run of this user built the runner into the cache. A build needs Maven and takes up to a minute. */
export async function isRunnerBuilt(): Promise<boolean> {
  return isTrusted(await runnerFolder());
}

/** All jars of the runner, as `java -cp` takes them. */
export async function runnerClasspath(): Promise<string> {
  return join(await buildRunner(), "*");
}

async function buildOnce(): Promise<string> {
  const folder = await runnerFolder();
  if (await isTrusted(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const lock = `${folder}.lock`;
  await takeLock(lock);
  try {
    if (!(await isTrusted(folder))) await build(sourceDirectory(), folder);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return folder;
}

/** The folder's name contains a hash of the sources of all modules; a process computes it once. */
function runnerFolder(): Promise<string> {
  folder ??= hashTree(sourceDirectory()).then((hash) => join(cacheDirectory(), `runner-jars-${hash}`));
  return folder;
}

/** The Java project: `jvm/` at the top of the checkout, or of the published package. */
function sourceDirectory(): string {
  const url = import.meta.url;
  // The bundle has a path here instead of a URL.
  const here = dirname(url.startsWith("file:") ? fileURLToPath(url) : url);
  // The bundle is in dist/, this file in generator/rehearse/.
  const found = ["../jvm", "../../jvm"]
    .map((path) => join(here, path))
    .find((path) => existsSync(join(path, "pom.xml")));
  if (found === undefined) throw new Error(`The Java sources of the runner are missing: no jvm/pom.xml above ${here}.`);
  return found;
}

function cacheDirectory(): string {
  const folder = process.env.STAGEWRIGHT_CACHE ?? cacheFolder();
  if (folder === null) throw new Error("The user has no folder for caches. Set XDG_CACHE_HOME to an absolute path.");
  return folder;
}

async function hashTree(root: string): Promise<string> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => relative(root, path))
    .filter((path) => !path.split(sep).includes("target"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

async function takeLock(lock: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const held = await stat(lock).catch(() => undefined);
    if (held && Date.now() - held.mtimeMs > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true });
    await pause(300);
  }
}

/** Builds a copy of the sources, so that Maven writes nothing to the checkout or the installed package. */
async function build(sources: string, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await cp(sources, work, { recursive: true, filter: (path) => !path.endsWith("/target") });
  try {
    await run("mvn", ["-q", "-B", "-f", join(work, "pom.xml"), "package"], { maxBuffer: 64 * 1024 * 1024 });
    // A folder that another user or program put there is not trusted.
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, "runner", "target", "lib"), folder);
    await trust(folder);
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`Maven could not build the runner. It needs JDK 17 and Maven 3.8.\n${stdout}${stderr}` || message);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
