import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem, namesIn, readIfThere, removeIfThere } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import { type Containment, ownFolder } from "./paths.ts";
import { forgetToken, isOwnerAlive, isRunning, newToken, ownerName } from "./process-identity.ts";
import { shellPath } from "./shell-path.ts";

const lockPath = `${ownFolder}/lock`;
/** A lock of another machine is left over if its owner did not refresh it for this time. */
const staleAfter = 10 * 60_000;
/** A run refreshes its lock after this time. */
const refreshAfter = 30_000;

/** How long a run waits for another run, in milliseconds. */
export const waitLimit = 30_000;

/** How to wait for another run. */
export interface Wait {
  /** Milliseconds. */
  readonly limit: number;
  /** Receives a message if the run has to wait. */
  readonly notify: (message: string) => void;
}

/** The lock of an output folder. */
export interface Lock {
  /** Shows other machines that the run continues. Throws a Failure if another run removed the lock. */
  readonly refresh: () => void;
  readonly release: () => void;
}

/**
 * Locks the output folder for this run. Waits for another run that holds the lock; throws a Failure if that takes too
 * long. The lock is a link to a file that already contains the token, so no process ever sees an empty lock.
 */
export function lock(containment: Containment, fs: FileSystem, wait: Wait): Lock {
  const path = containment.resolve(lockPath);
  const token = newToken();
  const end = Date.now() + wait.limit;
  try {
    for (let round = 0; !acquire(path, token, fs); round += 1) {
      const holder = readToken(path, fs);
      if (holder !== null && Date.now() >= end) throw heldBy(holder, path);
      if (round === 20 && holder !== null) wait.notify(`waiting for another run (${ownerName(holder)}) …\n`);
      pause(round < 20 ? 10 : 50);
    }
  } catch (error) {
    forgetToken(token);
    throw error;
  }
  return held(path, token, fs);
}

/** The owner of a lock that another run holds now; null if the output folder is not locked. */
export function lockOwner(containment: Containment, fs: FileSystem): string | null {
  const path = containment.resolve(lockPath);
  const token = readToken(path, fs);
  return token !== null && isAlive(token, path, fs) ? ownerName(token) : null;
}

/** Removes files that killed runs left in the tool's own folder. Only the owner of the lock calls this. */
export function sweep(containment: Containment, fs: FileSystem): void {
  const folder = `${containment.out}/${ownFolder}`;
  for (const name of namesIn(folder, fs)) {
    if (!name.startsWith("lock.")) continue;
    const token = readToken(`${folder}/${name}`, fs);
    if (token === null || (isBeingFilled(name, token) ?? isAlive(token, `${folder}/${name}`, fs))) continue;
    removeIfThere(`${folder}/${name}`, fs);
  }
}

/**
 * Whether a run of this machine is about to fill an empty file, whose name has the process id; null for other files. A run on
 * another machine that loses its file makes a new one, because `Writer.open` repeats.
 */
function isBeingFilled(name: string, token: string): boolean | null {
  const [, pid] = /^lock\.(\d+)\.\w+$/.exec(name) ?? [];
  return token === "" && pid !== undefined ? isRunning(Number(pid)) : null;
}

function held(path: string, token: string, fs: FileSystem): Lock {
  let refreshed = Date.now();
  return {
    refresh: () => {
      if (Date.now() - refreshed < refreshAfter) return;
      if (readToken(path, fs) !== token)
        throw new Failure("another run removed the lock of this run", 1, "run the command again");
      refreshed = Date.now();
      fs.utimesSync(path, new Date(), new Date());
    },
    release: () => {
      forgetToken(token);
      if (readToken(path, fs) === token) removeIfThere(path, fs);
    },
  };
}

/** Takes a lock, and removes it first if its owner is dead; false if another run holds it. */
function acquire(path: string, token: string, fs: FileSystem): boolean {
  const filled = `${path}.${token.replace(/^(\d+) .* (\w+)$/, "$1.$2")}`;
  fs.writeFileSync(filled, token, { flag: "wx" });
  try {
    return take(path, filled, token, fs);
  } finally {
    removeIfThere(filled, fs);
  }
}

function take(path: string, filled: string, token: string, fs: FileSystem): boolean {
  if (link(filled, path, token, fs)) return true;
  const holder = readToken(path, fs);
  if (holder === null || isAlive(holder, path, fs)) return false;
  // Two runs can find the same dead lock. Only the owner of the guard, whose name contains the dead token, removes it.
  const guard = `${path}.${sha256(holder).slice(0, 16)}`;
  if (!take(guard, filled, token, fs)) return false;
  try {
    if (readToken(path, fs) === holder) removeIfThere(path, fs);
  } finally {
    removeIfThere(guard, fs);
  }
  return link(filled, path, token, fs);
}

function link(filled: string, path: string, token: string, fs: FileSystem): boolean {
  try {
    fs.linkSync(filled, path);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? "";
    // A network file system can report a failure after it made the link.
    if (code === "EEXIST") return readToken(path, fs) === token;
    if (!/^(EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EMLINK)$/.test(code)) throw error;
  }
  return createWithoutLink(path, token, fs);
}

/** For file systems without links. Other runs take a lock without content for a new one. */
function createWithoutLink(path: string, token: string, fs: FileSystem): boolean {
  try {
    fs.writeFileSync(path, token, { flag: "wx" });
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

function readToken(path: string, fs: FileSystem): string | null {
  return readIfThere(path, fs)?.toString("utf8") ?? null;
}

function isAlive(token: string, path: string, fs: FileSystem): boolean {
  const known = isOwnerAlive(token);
  if (known !== null) return known;
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < staleAfter;
}

/** Waits without doing anything else. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function heldBy(token: string, path: string): Failure {
  return new Failure(
    `another run (${ownerName(token)}) is writing to the output folder`,
    1,
    `wait until it ends; if it no longer runs, remove its lock: rm ${shellPath(path)}`,
  );
}
