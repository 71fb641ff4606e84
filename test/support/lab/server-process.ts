import { spawn } from "node:child_process";
import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const supervisor = fileURLToPath(new URL("supervise.sh", import.meta.url));

/** How to start a server. */
export interface ServerOptions {
  readonly name: string;
  readonly command: readonly string[];
  /** The server writes only to this folder, which is removed when the server ends. */
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Checks in the log, or with a request, whether the server is ready. Returns null until then. */
  readonly ready: (log: string) => Promise<string | null> | string | null;
  readonly seconds?: number;
}

/** A running server. */
export interface ServerProcess {
  /** The result of `ready`, for example an address. */
  readonly found: string;
  log(): Promise<string>;
  /** Ends the server, waits for its end and removes its directory. */
  stop(): Promise<void>;
}

/** Starts a server that cannot outlive this process. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const file = `${options.directory}/${options.name}.log`;
  const written = await open(file, "a");
  const log = await LogReader.open(file);
  const child = spawn(supervisor, [options.directory, ...options.command], {
    stdio: ["pipe", written.fd, written.fd],
    detached: true,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, ...options.environment },
  });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  await written.close();
  const stop = async () => {
    child.stdin?.destroy();
    await ended;
    await log.close();
  };
  try {
    const running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    return { found: await waitUntilReady(options, log, running), log: () => log.read(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Continues to read a log, even if the file is already removed. */
class LogReader {
  #bytes = Buffer.alloc(0);
  readonly #file: FileHandle;
  #closed: Promise<void> | null = null;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<LogReader> {
    return new LogReader(await open(path, "r"));
  }

  async read(): Promise<string> {
    if (!this.#closed) {
      const { size } = await this.#file.stat();
      const buffer = Buffer.alloc(size);
      const { bytesRead } = await this.#file.read(buffer, 0, size, 0);
      this.#bytes = buffer.subarray(0, bytesRead);
    }
    return this.#bytes.toString("utf8");
  }

  async close(): Promise<void> {
    if (this.#closed) return this.#closed;
    await this.read();
    this.#closed = this.#file.close();
    return this.#closed;
  }
}

async function waitUntilReady(options: ServerOptions, log: LogReader, running: () => boolean): Promise<string> {
  const deadline = Date.now() + (options.seconds ?? 120) * 1000;
  while (Date.now() < deadline && running()) {
    const found = await options.ready(await log.read());
    if (found !== null) return found;
    await sleep(50);
  }
  const what = running() ? "was not ready in time" : "ended";
  throw new Error(`${options.name} ${what}: ${(await log.read()).slice(-4000)}`);
}
