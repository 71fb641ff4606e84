import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { rehearseClasspath } from "./build.ts";
import type { BuildId, BuildRequest, BuildResult, ControllerConfig, JobInfo } from "./types.ts";

/** A request that the runner refused, with the sentence it gave. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}

/** How the JVM is started. */
export interface RunnerOptions {
  /** `java` of the path unless told. */
  readonly java?: string;
  /** Heap limit, as in `-Xmx`; `512m` unless told. */
  readonly memory?: string;
}

/** One simulated Jenkins. */
export interface Controller {
  /** Starts a build and gives its number at once. */
  startBuild(request: BuildRequest): Promise<BuildId>;
  /** Starts a build, waits for it and gives its result. */
  build(request: BuildRequest): Promise<BuildResult>;
  /** Waits until one build has ended. */
  wait(build: BuildId): Promise<BuildResult>;
  /** Waits until no build runs, those that builds started included. */
  idle(): Promise<void>;
  /** The state of a build, also while it runs. */
  result(build: BuildId): Promise<BuildResult>;
  /** Every build, in the order of their starts. */
  builds(): Promise<readonly BuildId[]>;
  /** Stops a build as the abort button does. */
  abort(build: BuildId, user?: string): Promise<void>;
  jobs(): Promise<readonly JobInfo[]>;
  /** Aborts what runs and forgets the controller; its home stays. */
  close(): Promise<void>;
}

/** The JVM that runs controllers. */
export interface Runner {
  controller(config: ControllerConfig): Promise<Controller>;
  /** Sends one request of the protocol; for operations of their own, such as `dialect`. */
  request(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown>;
  stop(): Promise<void>;
  readonly pid: number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the CPS engine and Groovy 2.4 need of a modern JVM. */
const OPENED = ["lang", "io", "util", "lang.reflect", "text", "util.concurrent", "util.regex"].map(
  (name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`,
);

/** Builds the jar where needed and starts the JVM. */
export async function startRunner(options: RunnerOptions = {}): Promise<Runner> {
  const classpath = await rehearseClasspath();
  const child = spawn(
    options.java ?? "java",
    [
      ...OPENED,
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xshare:auto",
      `-Xmx${options.memory ?? "512m"}`,
      "-Dfile.encoding=UTF-8",
      "-cp",
      classpath,
      "io.stagewright.rehearse.Main",
    ],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  return new JsonLinesRunner(child);
}

class JsonLinesRunner implements Runner {
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private ended = false;
  private errors = "";
  private readonly exited: Promise<void>;
  private readonly killChild = (): void => {
    this.child.kill("SIGKILL");
  };

  constructor(private readonly child: ChildProcess) {
    process.once("exit", this.killChild);
    child.stderr?.on("data", (chunk: Buffer) => {
      if (process.env.STAGEWRIGHT_REHEARSE_DEBUG) process.stderr.write(chunk);
      this.errors = (this.errors + chunk.toString()).slice(-8000);
    });
    // biome-ignore lint/style/noNonNullAssertion: spawned with a pipe
    createInterface({ input: child.stdout! }).on("line", (line) => this.answer(line));
    this.exited = new Promise((resolve) => {
      child.once("error", (error) => {
        this.fail(`The runner's JVM could not be started: ${error.message}`);
        resolve();
      });
      child.once("exit", (code, signal) => {
        this.fail(`The runner's JVM ended (${signal ?? code}).${this.errors ? `\n${this.errors}` : ""}`);
        resolve();
      });
    });
    child.stdin?.on("error", () => {});
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  request(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.ended)
      return Promise.reject(new RehearsalError(`The runner has ended.${this.errors ? `\n${this.errors}` : ""}`));
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.child.stdin?.write(`${JSON.stringify({ ...body, id, op })}\n`);
    });
  }

  async controller(config: ControllerConfig): Promise<Controller> {
    const { controller } = (await this.request("controller", { config })) as { controller: number };
    return new RemoteController(this, controller);
  }

  async stop(): Promise<void> {
    if (!this.ended) this.child.stdin?.end();
    const timer = setTimeout(this.killChild, 3000);
    await this.exited;
    clearTimeout(timer);
    process.removeListener("exit", this.killChild);
  }

  private answer(line: string): void {
    const reply = JSON.parse(line) as { id: number; result?: unknown; error?: string };
    const waiting = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.result);
    else waiting?.reject(new RehearsalError(reply.error));
  }

  private fail(message: string): void {
    this.ended = true;
    for (const { reject } of this.pending.values()) reject(new RehearsalError(message));
    this.pending.clear();
  }
}

class RemoteController implements Controller {
  constructor(
    private readonly runner: JsonLinesRunner,
    private readonly id: number,
  ) {}

  async startBuild(request: BuildRequest): Promise<BuildId> {
    return (await this.send("startBuild", { request })) as BuildId;
  }

  async build(request: BuildRequest): Promise<BuildResult> {
    return this.wait(await this.startBuild(request));
  }

  async wait(build: BuildId): Promise<BuildResult> {
    return (await this.send("wait", { build })) as BuildResult;
  }

  async idle(): Promise<void> {
    await this.send("idle", {});
  }

  async result(build: BuildId): Promise<BuildResult> {
    return (await this.send("result", { build })) as BuildResult;
  }

  async builds(): Promise<readonly BuildId[]> {
    return (await this.send("builds", {})) as readonly BuildId[];
  }

  async abort(build: BuildId, user?: string): Promise<void> {
    await this.send("abort", { build, user: user ?? null });
  }

  async jobs(): Promise<readonly JobInfo[]> {
    return (await this.send("jobs", {})) as readonly JobInfo[];
  }

  async close(): Promise<void> {
    await this.send("close", {});
  }

  private send(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.runner.request(op, { controller: this.id, ...body });
  }
}
