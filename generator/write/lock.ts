import { hostname } from "node:os";
import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem, removeIfThere } from "./file-system.ts";
import { type Containment, ownFolder } from "./paths.ts";

const lockPath = `${ownFolder}/lock`;
/** No run takes this long. An older lock is left over from a process that may be on another machine. */
const staleAfterMilliseconds = 10 * 60_000;

/** Locks the output folder for this process and returns a function that unlocks it. Throws a Failure if another run holds the lock. */
export function lock(containment: Containment, fs: FileSystem): () => void {
  const path = containment.resolve(lockPath);
  const token = `${process.pid} ${hostname()} ${process.hrtime.bigint()}`;
  if (!create(path, token, fs)) {
    const holder = readHolder(path, fs);
    if (holder !== null && isAlive(holder, path, fs)) throw heldBy(holder);
    if (holder !== null) removeStale(holder, path, fs);
    if (!create(path, token, fs)) throw heldBy(readHolder(path, fs) ?? "another process");
  }
  return () => removeIfThere(path, fs);
}

function create(path: string, token: string, fs: FileSystem): boolean {
  try {
    fs.writeFileSync(path, token, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readHolder(path: string, fs: FileSystem): string | null {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function isAlive(holder: string, path: string, fs: FileSystem): boolean {
  const [pid = "", host] = holder.split(" ");
  if (Date.now() - fs.lstatSync(path).mtimeMs > staleAfterMilliseconds) return false;
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid)) return host !== undefined;
  return Number(pid) !== process.pid && isRunning(Number(pid));
}

/** Removes a stale lock. Two runs can find it at once, so this checks that the removed lock is not the other run's new one. */
function removeStale(stale: string, path: string, fs: FileSystem): void {
  const aside = `${path}.${process.pid}`;
  fs.renameSync(path, aside);
  const taken = readHolder(aside, fs);
  removeIfThere(aside, fs);
  if (taken !== stale) throw heldBy(taken ?? "another process");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

function heldBy(holder: string): Failure {
  const [pid, host] = holder.split(" ");
  return new Failure(
    `another run (process ${pid} on ${host ?? "an unknown host"}) is writing to the output folder`,
    1,
    `wait until it ends; if it no longer runs, remove ${lockPath}`,
  );
}
