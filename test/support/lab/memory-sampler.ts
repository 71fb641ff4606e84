import { readdirSync, readFileSync } from "node:fs";

/** Measures the memory of changing processes. */
export interface MemorySampler {
  /** The maximum total memory, in MiB. */
  stop(): number;
}

const INTERVAL = 40;

/** Adds up, many times a second, the memory of the processes that `isRoot` picks by their words and variables, and of all below. */
export function startMemorySampler(isRoot: (known: string) => boolean): MemorySampler {
  const known = new Map<string, boolean>();
  let most = 0;
  const look = () => {
    most = Math.max(most, memoryNow(isRoot, known));
  };
  const timer = setInterval(look, INTERVAL);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return Math.round(most / 1024);
    },
  };
}

/** In KiB; a page that several share counts once. */
function memoryNow(isRoot: (known: string) => boolean, known: Map<string, boolean>): number {
  const parents = new Map(
    readdirSync("/proc")
      .filter((id) => /^\d+$/.test(id))
      .map((id) => [id, /\) \S (\d+)/.exec(read(id, "stat"))?.[1] ?? ""]),
  );
  const isIn = (id: string): boolean => {
    // A process may execute another program: a selected process stays selected.
    if (!known.get(id)) known.set(id, isRoot(`${read(id, "cmdline")}\0${read(id, "environ")}`));
    const parent = parents.get(id);
    return known.get(id) === true || (parent !== undefined && parents.has(parent) && isIn(parent));
  };
  const sizes = [...parents.keys()].filter(isIn).map((id) => /^Pss:\s+(\d+)/m.exec(read(id, "smaps_rollup"))?.[1]);
  return sizes.reduce((sum, size) => sum + Number(size ?? 0), 0);
}

function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, "utf8");
  } catch {
    return "";
  }
}
