import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { ensureDir, remove } from "fs-extra/esm";
import { lock } from "proper-lockfile";
import { cacheFolder } from "./cache-folder.ts";

/** A tool that takes minutes to build or download, and that the cache keeps. */
export interface SlowTool {
  /** What the progress line prints. */
  readonly title: string;
  /** The tool's folder in the cache; its name contains the version, or a hash of the script that builds the tool. */
  readonly folder: string;
  /** A file of that folder that exists only after a complete build. */
  readonly proof: string;
  /** True for a tool that must be built at its final path, because its files contain that path. */
  readonly inPlace?: true;
  /** Fills a folder. */
  readonly build: (folder: string) => Promise<unknown>;
}

/** A lock whose owner does not renew it for this long belongs to a process that ended. */
const STALE_LOCK_MS = 120_000;

/** Returns the folder of a tool, and builds the tool first if the cache does not have it. */
export async function buildOnce(tool: SlowTool): Promise<string> {
  const folder = join(cacheFolder(), tool.folder);
  if (isBuilt(tool)) return folder;
  const release = await lockCache();
  try {
    // Another process may have built the tool while this one waited.
    if (!isBuilt(tool)) await build(tool, folder);
  } finally {
    await release();
  }
  return folder;
}

/** Whether the cache has a tool. */
export function isBuilt({ folder, proof }: SlowTool): boolean {
  return existsSync(join(cacheFolder(), folder, proof));
}

/** One lock for the whole cache: two builds at the same time would share two cores and exceed each test's time limit. */
async function lockCache(): Promise<() => Promise<void>> {
  await ensureDir(cacheFolder());
  return lock(cacheFolder(), {
    lockfilePath: join(cacheFolder(), "build.lock"),
    stale: STALE_LOCK_MS,
    retries: { forever: true, minTimeout: 500, maxTimeout: 2_000 },
  });
}

async function build(tool: SlowTool, folder: string): Promise<void> {
  const started = Date.now();
  console.log(`Building ${tool.title} (once; later test runs use the cache)`);
  if (tool.inPlace) await tool.build(folder);
  else await buildAside(tool, folder);
  console.log(`Built ${tool.title} in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Builds in a second folder, so that an interrupted build never looks complete. */
async function buildAside(tool: SlowTool, folder: string): Promise<void> {
  const building = `${folder}.building`;
  await remove(building);
  await ensureDir(building);
  await tool.build(building);
  await remove(folder);
  await rename(building, folder);
}
