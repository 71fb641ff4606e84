import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findLeaks, type Leak } from "../lab/index.ts";
import { ledgerNeedles } from "./secrets.ts";
import type { LedgerSite, Pipeline } from "./site.ts";

/** Everything that a build with any engine could leave behind, for a comparison before and after. */
export async function residueOf(site: LedgerSite, { home, agent }: Pipeline) {
  const { docker, containers, root, disk, sink } = site;
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
    // Processes of a Dockerfile have the address of the command server in their environment.
    processes: await processesWith([...places, sink.url]),
  };
}

/** The files without secrets that were searched before; the registries and stores of a site grow with each build. */
const clean = new WeakMap<LedgerSite, Set<string>>();

/** The secrets in all folders in which builds of the ledger may write. */
export async function leaksIn(site: LedgerSite): Promise<{ files: number; leaks: Leak[] }> {
  const { root, disk, docker, containers, registry, secure } = site;
  const folders = [root, disk.folder, docker.store, containers.directory, registry.storage, secure.storage];
  const known = clean.get(site) ?? new Set();
  clean.set(site, known);
  return findLeaks(folders, ledgerNeedles(), known);
}

/** Without Jenkins' folder for credential files, which remains and is empty, and the record, which the next build replaces. */
async function filesBelow(folder: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true }).catch(() => []);
  return paths.filter((path) => path !== "secretFiles" && !/^record(\/|$)/.test(path)).sort();
}

function linesWith(text: string, places: readonly string[]): string[] {
  const folders = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return folders.filter((folder) => places.some((place) => folder.startsWith(place))).sort();
}

/** Argument lists of the processes that refer to one of the places. */
async function processesWith(places: readonly string[]): Promise<string[]> {
  const found = await processes();
  return found
    .filter(({ known }) => places.some((place) => known.includes(place)))
    .map(({ words }) => words)
    .sort();
}

/** Kills the processes that build the pipeline's image, which use its login, like the kernel does if memory is short. */
export async function killBuilder({ name }: Pipeline): Promise<void> {
  const login = new RegExp(`=[^\\0]*/${name}/[^\\0]*/ledger-image@tmp/image/`);
  kill((await processes()).filter(({ environment }) => login.test(environment)));
}

/** Kills the shell that runs the pipeline's script, but not its child processes. */
export async function killScript({ name }: Pipeline): Promise<void> {
  const script = new RegExp(`sh \\S*/${name}/\\S*/ledger-image@tmp/durable-\\S+/script\\.sh$`);
  const shells = (await processes()).filter(({ words }) => script.test(words));
  // The shell is the oldest process; it forked the others.
  kill(shells.sort((a, b) => a.id - b.id).slice(0, 1));
}

function kill(found: readonly { id: number }[]): void {
  if (found.length === 0) throw new Error("nothing is at work that could be killed");
  for (const { id } of found) killOne(id);
}

/** A process can end because another one of the same build was killed before. */
function killOne(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The processes on this machine; `known` contains arguments, variables and root folder, to find where a process works. */
async function processes() {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    ids.map(async (id) => {
      const read = (file: string) => readFile(`/proc/${id}/${file}`, "utf8").catch(() => "");
      const words = (await read("cmdline")).replaceAll("\0", " ").trim();
      const environment = await read("environ");
      const root = await readlink(`/proc/${id}/root`).catch(() => "");
      return { id: Number(id), words, environment, known: [words, environment, root].join("\0") };
    }),
  );
}
