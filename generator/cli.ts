import { basename } from "node:path";
import { program, type Run } from "./commands/program.ts";
import type { Failure } from "./diagnostics/failure.ts";
import { cacheFolder } from "./project/cache-folder.ts";
import { currentFolder } from "./project/current-folder.ts";
import type { Console, ExitCode } from "./terminal/console.ts";
import { isTerminal, printer } from "./terminal/terminal.ts";

/** The build sets both from package.json. */
declare const STAGEWRIGHT_VERSION: string;
declare const STAGEWRIGHT_BUGS: string;

const cache = cacheFolder();

const output = printer(1, () => process.stdout);
const errors = printer(2, () => process.stderr);

const terminal: Console = {
  get folder() {
    return currentFolder();
  },
  print: output.print,
  warn: errors.print,
  progress: (what) => {
    if (isTerminal()) terminal.warn(`\r\u001b[K${what ?? ""}`);
  },
  get color() {
    // An empty NO_COLOR counts as not set: https://no-color.org
    return !process.env.NO_COLOR && isTerminal();
  },
  get width() {
    return isTerminal() ? process.stderr.columns : 100;
  },
  today: new Date().toISOString().slice(0, 10),
  memory: cache === null ? null : { folder: cache, build: basename(import.meta.url) },
  version: STAGEWRIGHT_VERSION,
};

const run: Run = async ({ debug, format, json }, work) => {
  try {
    process.exitCode = await work(terminal);
  } catch (error) {
    process.exitCode = printFailure(error);
    if (debug && error instanceof Error) warn(`${error.stack}\n`);
    if (format !== "json" && json !== true) return;
    const { message, hint = null } = error as Partial<Failure>;
    attempt(terminal.print, `${JSON.stringify({ failure: { message, hint } }, null, 2)}\n`);
  }
};

/** Prints why the run failed, and returns the exit code. */
function printFailure(error: unknown): ExitCode {
  if (isFailure(error)) {
    warn(`stagewright: ${error.message}\n${error.hint === null ? "" : `  ${error.hint}\n`}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "syscall" in error) {
    warn(`stagewright: the system reported an error: ${message}\n`);
    return 2;
  }
  warn(
    `stagewright: this is a bug of stagewright ${STAGEWRIGHT_VERSION}, not an error in your specs: ${message}\n` +
      `  please run the command again with --debug and report the output to ${STAGEWRIGHT_BUGS}\n`,
  );
  return 2;
}

function warn(text: string): void {
  attempt(terminal.warn, text);
}

/** Ignores errors of the output: the exit code still reports the failure. */
function attempt(write: (text: string) => void, text: string): void {
  try {
    write(text);
  } catch {}
}

/** Checks the name, because each bundle has its own copy of the class. */
function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}

program(STAGEWRIGHT_VERSION, run)
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = printFailure(error);
  })
  .finally(() => {
    // Otherwise, V8 first completes the collection of garbage that it has begun, which takes a tenth of a short run.
    if (!output.isWaiting() && !errors.isWaiting()) process.exit();
  });
