import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runnerClasspath } from "./build.ts";
import type { CoverageCounts, RunEvent } from "./events.ts";
import type { BuildId, BuildRequest, BuildResult, ControllerConfig, JobInfo } from "./types.ts";

/** A request failed; the message comes from the runner. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";

  constructor(
    message: string,
    /** Whether there is no JVM that could answer. */
    readonly notStarted = false,
  ) {
    super(message);
  }
}

/** Options of the JVM. */
export interface RunnerOptions {
  /** The `java` program; by default the one on the `PATH`. */
  readonly java?: string;
  /** Heap limit, as in `-Xmx`; `512m` by default. */
  readonly memory?: string;
  /** Variables in addition to those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One simulated Jenkins controller. */
export interface Controller {
  /** Starts a build and returns its number without waiting. */
  startBuild(request: BuildRequest): Promise<BuildId>;
  /** Starts a build, waits for it and returns its result. */
  build(request: BuildRequest): Promise<BuildResult>;
  /** Waits until a build has ended. */
  wait(build: BuildId): Promise<BuildResult>;
  /** Waits until no build is running, including builds that other builds started. */
  idle(): Promise<void>;
  /** The state of a build, even while it is running. */
  result(build: BuildId): Promise<BuildResult>;
  /** All builds, in the order in which they started. */
  builds(): Promise<readonly BuildId[]>;
  /** Stops a build as the abort button of Jenkins does. */
  abort(build: BuildId, user?: string): Promise<void>;
  jobs(): Promise<readonly JobInfo[]>;
  /** What happened, from a position in the list of all events on. */
  events(from: number): Promise<readonly RunEvent[]>;
  /** How often each line and branch of the libraries ran. */
  coverage(): Promise<CoverageCounts>;
  /** Aborts running builds and removes the controller from memory; its home directory stays. */
  close(): Promise<void>;
}

/** The JVM that hosts the controllers. */
export interface Runner {
  controller(config: ControllerConfig): Promise<Controller>;
  /** Sends one request of the protocol, for operations without a method here, such as `dialect`. */
  request(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown>;
  stop(): Promise<void>;
  readonly pid: number;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What to install. */
const NEEDS_JAVA = "Install Java 17 or later, such as the package openjdk-17-jre-headless, or set JAVA_HOME.";

/** Packages that the CPS engine and Groovy 2.4 access by reflection. */
const OPEN_PACKAGES = ["lang", "io", "util", "lang.reflect", "text", "util.concurrent", "util.regex"].map(
  (name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`,
);

/** The `java` of JAVA_HOME, or else the one on the `PATH`. */
function javaProgram(): string {
  const home = process.env.JAVA_HOME;
  const found = home ? join(home, "bin", "java") : "java";
  return home && !existsSync(found) ? "java" : found;
}

/** The reason why the JVM did not start or ended, in one sentence if Java is missing or too old. */
function explainExit(reason: string, errors: string): string {
  if (reason.includes("ENOENT")) return `Java is not installed. ${NEEDS_JAVA}`;
  if (/UnsupportedClassVersionError|Unrecognized option: --add-opens/.test(errors))
    return `This Java is too old. ${NEEDS_JAVA}`;
  return `The JVM of the runner ${reason}.${errors ? `\n${errors}` : ""}`;
}

/** Builds the runner if the cache has none, then starts the JVM. */
export async function startRunner(options: RunnerOptions = {}): Promise<Runner> {
  const classpath = await runnerClasspath();
  const child = spawn(
    options.java ?? javaProgram(),
    [
      ...OPEN_PACKAGES,
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-Xshare:auto",
      `-Xmx${options.memory ?? "512m"}`,
      "-Dfile.encoding=UTF-8",
      "-cp",
      classpath,
      "io.stagewright.protocol.Main",
    ],
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...options.environment } },
  );
  return new JsonLinesRunner(child);
}

class JsonLinesRunner implements Runner {
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  /** Why the JVM is not running; null while it runs. */
  private ended: string | null = null;
  private notStarted = false;
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
        this.fail(explainExit(`did not start: ${error.message}`, ""), true);
        resolve();
      });
      child.once("exit", (code, signal) => {
        this.fail(explainExit(`exited (${signal ?? code})`, this.errors));
        resolve();
      });
    });
    child.stdin?.on("error", () => {});
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  request(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.ended !== null) return Promise.reject(new RehearsalError(this.ended, this.notStarted));
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
    if (this.ended === null) this.child.stdin?.end();
    const timer = setTimeout(this.killChild, 3000);
    await this.exited;
    clearTimeout(timer);
    process.removeListener("exit", this.killChild);
  }

  private answer(line: string): void {
    // The JVM can print warnings of its own, such as those of options in the environment.
    if (!line.startsWith("{")) {
      this.errors = `${this.errors}${line}\n`.slice(-8000);
      return;
    }
    const reply = JSON.parse(line) as { id: number; result?: unknown; error?: string };
    const waiting = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.result);
    else waiting?.reject(new RehearsalError(reply.error));
  }

  private fail(message: string, notStarted = false): void {
    this.ended ??= message;
    this.notStarted ||= notStarted;
    for (const { reject } of this.pending.values()) reject(new RehearsalError(message, notStarted));
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

  async events(from: number): Promise<readonly RunEvent[]> {
    return (await this.send("events", { from })) as readonly RunEvent[];
  }

  async coverage(): Promise<CoverageCounts> {
    return (await this.send("coverage", {})) as CoverageCounts;
  }

  async close(): Promise<void> {
    await this.send("close", {});
  }

  private send(op: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.runner.request(op, { controller: this.id, ...body });
  }
}
