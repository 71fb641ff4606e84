import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startServer } from "./server-process.ts";
import { makeTemporary } from "./temporary.ts";

/** A small disk that can be filled. */
export interface Disk {
  readonly folder: string;
  /** Fills it except for this number of MiB. */
  fill(but: number): Promise<void>;
  /** Removes the filling. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

const MIB = 1024 * 1024;

/** Mounts a disk in memory with this size in MiB, which is removed when the process ends; needs root. */
export async function startDisk(size: number): Promise<Disk> {
  const directory = await makeTemporary("disk");
  const folder = join(directory, "disk");
  const filling = join(folder, "filling");
  const mount = `mkdir ${folder} && mount -t tmpfs -o size=${size}m,mode=755 disk ${folder} && echo mounted && exec sleep infinity`;
  const server = await startServer({
    name: "disk",
    command: ["sh", "-c", mount],
    directory,
    ready: (log) => (log.includes("mounted") ? folder : null),
  });
  return {
    folder,
    fill: async (but) => {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(filling, Buffer.alloc(Math.max(0, bavail * bsize - but * MIB)));
    },
    empty: () => rm(filling, { force: true }),
    stop: server.stop,
  };
}
