import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const supervisor = fileURLToPath(new URL("supervise.sh", import.meta.url));

/** How to start a server. */
export interface ServerOptions {
  readonly name: string;
  readonly command: readonly string[];
  /** Everything the server writes is below it; it is removed when the server ends. */
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Tells from the log, or by asking, that the server is ready: then something other than null. */
  readonly ready: (log: string) => Promise<string | null> | string | null;
  readonly seconds?: number;
}

/** A running server. */
export interface ServerProcess {
  /** What `ready` found, such as an address. */
  readonly found: string;
  log(): Promise<string>;
  /** Ends the server, waits for its end and removes its directory. */
  stop(): Promise<void>;
}

/** Starts a server that cannot outlive this process. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const logFile = `${options.directory}/${options.name}.log`;
  const descriptor = openSync(logFile, "a");
  const child = spawn(supervisor, [options.directory, ...options.command], {
    stdio: ["pipe", descriptor, descriptor],
    detached: true,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, ...options.environment },
  });
  closeSync(descriptor);
  let last = "";
  const log = async () => {
    last = await readFile(logFile, "utf8").catch(() => last);
    return last;
  };
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const stop = async () => {
    await log();
    child.stdin?.destroy();
    await ended;
  };
  try {
    const running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    return { found: await waitUntilReady(options, log, running), log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function waitUntilReady(
  options: ServerOptions,
  log: () => Promise<string>,
  running: () => boolean,
): Promise<string> {
  const deadline = Date.now() + (options.seconds ?? 120) * 1000;
  while (Date.now() < deadline && running()) {
    const found = await options.ready(await log());
    if (found !== null) return found;
    await sleep(50);
  }
  const what = running() ? "was not ready in time" : "ended";
  throw new Error(`${options.name} ${what}: ${(await log()).slice(-4000)}`);
}
