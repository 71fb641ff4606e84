import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../project/cache-folder.ts";

const run = promisify(execFile);

/** How long another process may hold the build's lock before it is taken for dead. */
const STALE_LOCK_MS = 10 * 60_000;

let building: Promise<string> | undefined;
let folder: Promise<string> | undefined;

/** The runner's jar in the cache; Maven builds it when the sources changed. */
export function rehearseJar(): Promise<string> {
  building ??= buildOnce();
  return building;
}

/** Whether the jar lies in the cache already: to build it takes Maven, and a minute. */
export async function isRunnerBuilt(): Promise<boolean> {
  return existsSync(jarIn(await jarFolder()));
}

/** The jar and the libraries beside it, as `java -cp` takes them. */
export async function rehearseClasspath(): Promise<string> {
  const jar = await rehearseJar();
  return `${jar}:${join(dirname(jar), "lib")}/*`;
}

async function buildOnce(): Promise<string> {
  const sources = sourceDirectory();
  const folder = await jarFolder();
  const jar = jarIn(folder);
  if (existsSync(jar)) return jar;
  await mkdir(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  await takeLock(lock, jar);
  try {
    if (!existsSync(jar)) await build(sources, folder);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return jar;
}

/** Named by the sources that it is built of, which are read once. */
function jarFolder(): Promise<string> {
  folder ??= hashTree(sourceDirectory()).then((hash) => join(cacheDirectory(), `rehearse-${hash}`));
  return folder;
}

function jarIn(folder: string): string {
  return join(folder, "rehearse.jar");
}

/** The sources lie beside this file in a checkout, and below `generator/` in the published package. */
function sourceDirectory(): string {
  const url = import.meta.url;
  // In the bundle it is a path.
  const here = dirname(url.startsWith("file:") ? fileURLToPath(url) : url);
  const found = [join(here, "jvm"), join(here, "../generator/rehearse/jvm")].find((path) =>
    existsSync(join(path, "pom.xml")),
  );
  if (found === undefined) throw new Error(`The runner's Java sources are missing: no jvm/pom.xml near ${here}.`);
  return found;
}

function cacheDirectory(): string {
  return process.env.STAGEWRIGHT_CACHE ?? cacheFolder();
}

async function hashTree(root: string): Promise<string> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => relative(root, path))
    .filter((path) => !path.startsWith("target"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(await readFile(join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

async function takeLock(lock: string, jar: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (existsSync(jar)) {
      await pause(200);
    } else {
      const held = await stat(lock).catch(() => undefined);
      if (held && Date.now() - held.mtimeMs > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true });
      await pause(500);
    }
  }
}

async function build(sources: string, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await cp(sources, join(work, "source"), { recursive: true, filter: (path) => !path.endsWith("/target") });
  const target = join(work, "target");
  try {
    await run("mvn", ["-q", "-B", "-f", join(work, "source", "pom.xml"), `-Dstagewright.build=${target}`, "package"], {
      maxBuffer: 64 * 1024 * 1024,
    });
    await mkdir(join(work, "out"));
    await rename(join(target, "lib"), join(work, "out", "lib"));
    await rename(join(target, "rehearse.jar"), join(work, "out", "rehearse.jar"));
    await rename(join(work, "out"), folder);
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(
      `Maven could not build the runner (JDK 17 and Maven 3.8 are needed).\n${stdout}${stderr}` || message,
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
