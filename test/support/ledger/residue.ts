import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findLeaks, type Leak } from "../lab/index.ts";
import { ledgerNeedles } from "./secrets.ts";
import type { LedgerSite, Pipeline } from "./site.ts";

/** Whatever a build could leave behind, on whatever engine; to be compared before and after. */
export async function residueOf(site: LedgerSite, { home, agent }: Pipeline) {
  const { docker, containers, root, disk } = site;
  const places = [root, disk.folder, docker.host.replace("unix://", ""), docker.store];
  return {
    images: await docker.images(),
    containers: await docker.containers(),
    volumes: (await execa("docker", ["volume", "ls", "--quiet"], { env: docker.environment })).stdout,
    store: await containers.images(),
    working: await containers.workingContainers(),
    configuration: await containers.files(),
    agent: await filesBelow(join(agent, "workspace/containers/ledger-image@tmp")),
    home: await readdir(join(agent, "home")).catch(() => []),
    temporary: await readdir(join(home, "tmp")),
    mounts: linesWith(await readFile("/proc/self/mountinfo", "utf8"), places),
    processes: await processesWith(places),
  };
}

/** Every place where a byte of the ledger's builds may lie. */
export async function leaksIn(site: LedgerSite): Promise<{ files: number; leaks: Leak[] }> {
  const { root, disk, docker, containers, registry, secure } = site;
  const folders = [root, disk.folder, docker.store, containers.directory, registry.storage, secure.storage];
  return findLeaks(folders, ledgerNeedles());
}

/** All but the folder in which Jenkins itself lays files of credentials, which stays and is empty. */
async function filesBelow(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(() => []);
  return paths.filter((path) => path !== "secretFiles").sort();
}

function linesWith(text: string, places: readonly string[]): string[] {
  const folders = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return folders.filter((folder) => places.some((place) => folder.startsWith(place))).sort();
}

/** Argument lists of the processes that know one of the places, by an argument or by a variable. */
async function processesWith(places: readonly string[]): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const read = (file: string) => readFile(`/proc/${id}/${file}`, "utf8").catch(() => "");
      const words = await read("cmdline");
      const known = `${words}${await read("environ")}`;
      return places.some((place) => known.includes(place)) ? [words.replaceAll("\0", " ").trim()] : [];
    }),
  );
  return found.flat().sort();
}
