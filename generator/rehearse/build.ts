import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { lock } from "proper-lockfile";
import { cacheFolder } from "../project/cache-folder.ts";
import { hashTree, isShipped, shipJars, verifyShipped } from "./shipped.ts";
import { isTrusted, trust } from "./trusted-folder.ts";

const run = promisify(execFile);

/** A lock that its owner does not renew for this long belongs to a process that ended. */
const STALE_LOCK_MS = 30_000;

/** A build that takes longer does not end, such as a download that stands still. */
const BUILD_MS = 8 * 60_000;

/** Without them, Maven waits half an hour for the next byte of a download: the option of its old and of its new transport. */
const DOWNLOAD_LIMITS = ["-Dmaven.wagon.rto=60000", "-Daether.connector.requestTimeout=60000"];

let building: Promise<string> | undefined;
let place: Promise<Place> | undefined;

/** The folder with the jars: part of the package, or in the cache, where Maven may first have to build them. */
interface Place {
  readonly folder: string;
  readonly shipped: boolean;
  /** The hash of the sources; null if the package has none. */
  readonly sources: string | null;
}

/** Returns the folder with the jars of the runner. If neither the package nor the cache has them, Maven builds them first. */
export function buildRunner(): Promise<string> {
  building ??= buildOnce();
  return building;
}

/** Whether the package has the runner, or a run of this user built it. A build needs Maven and takes up to a minute. */
export async function isRunnerBuilt(): Promise<boolean> {
  const { folder, shipped } = await findRunner();
  return shipped || isTrusted(folder);
}

/** All jars of the runner, as `java -cp` takes them. */
export async function runnerClasspath(): Promise<string> {
  return join(await buildRunner(), "*");
}

/** Builds the runner and copies its jars and their checksums to a folder of the package. Returns the names of the jars. */
export async function packRunner(folder: string): Promise<readonly string[]> {
  const sources = sourceDirectory();
  if (sources === null) throw new Error("The Java sources of the runner are missing.");
  const hash = hashTree(sources);
  const cached = cachedRunner(hash);
  if (!(await isTrusted(cached))) await buildInCache(sources, cached);
  return shipJars(cached, folder, hash);
}

async function buildOnce(): Promise<string> {
  const { folder, shipped } = await findRunner();
  if (shipped) {
    await verifyShipped(folder);
    return folder;
  }
  const sources = sourceDirectory();
  if (sources !== null && !(await isTrusted(folder))) await buildInCache(sources, folder);
  return folder;
}

async function buildInCache(sources: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const release = await lock(folder, {
    realpath: false,
    stale: STALE_LOCK_MS,
    // After a suspension of the machine, two processes may build: each does so in a folder of its own.
    onCompromised: () => {},
    retries: { forever: true, minTimeout: 200, maxTimeout: 1_000 },
  });
  try {
    if (!(await isTrusted(folder))) await build(sources, folder);
  } finally {
    // A lock that another process took meanwhile is not this one's to release.
    await release().catch(() => {});
  }
}

/** The name of the folder in the cache contains a hash of the sources of all modules; a process computes it once. */
function findRunner(): Promise<Place> {
  place ??= locate();
  return place;
}

async function locate(): Promise<Place> {
  const directory = sourceDirectory();
  const sources = directory === null ? null : hashTree(directory);
  for (const folder of ["runner", "../dist/runner", "../../dist/runner"].map((path) => join(here(), path)))
    if (await isShipped(folder, sources)) return { folder, shipped: true, sources };
  if (sources === null) throw new Error(`The package has neither the runner nor its Java sources, near ${here()}.`);
  return { folder: cachedRunner(sources), shipped: false, sources };
}

function cachedRunner(hash: string): string {
  return join(cacheDirectory(), `runner-jars-${hash}`);
}

function cacheDirectory(): string {
  const folder = process.env.STAGEWRIGHT_CACHE ?? cacheFolder();
  if (folder === null) throw new Error("The user has no folder for caches. Set XDG_CACHE_HOME to an absolute path.");
  return folder;
}

/** The folder of this file: dist/ in the bundle, generator/rehearse/ otherwise. */
function here(): string {
  const url = import.meta.url;
  // The bundle has a path here instead of a URL.
  return dirname(url.startsWith("file:") ? fileURLToPath(url) : url);
}

/** The Java project: `jvm/` at the top of the checkout, or of the published package; null if there is none. */
function sourceDirectory(): string | null {
  const found = ["../jvm", "../../jvm"]
    .map((path) => join(here(), path))
    .find((path) => existsSync(join(path, "pom.xml")));
  return found ?? null;
}

/** Builds a copy of the sources, so that Maven writes nothing to the checkout or the installed package. */
async function build(sources: string, folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await cp(sources, work, { recursive: true, filter: (path) => !path.endsWith("/target") });
  try {
    const options = ["-q", "-B", ...DOWNLOAD_LIMITS, "-f", join(work, "pom.xml")];
    await run("mvn", [...options, "package"], { maxBuffer: 64 * 1024 * 1024, timeout: BUILD_MS });
    // A folder that another user or program put there is not trusted.
    await rm(folder, { recursive: true, force: true });
    await rename(join(work, "runner", "target", "lib"), folder);
    await trust(folder);
  } catch (error) {
    const {
      stdout = "",
      stderr = "",
      killed,
    } = error as Error & { stdout?: string; stderr?: string; killed?: boolean };
    const reason = killed ? `It did not end in ${BUILD_MS / 60_000} minutes.` : "It needs JDK 17 and Maven 3.8.";
    throw new Error(`Maven could not build the runner. ${reason}\n${stdout}${stderr}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
