import { basename } from "node:path";
import { program, type Run } from "./commands/program.ts";
import type { Failure } from "./diagnostics/failure.ts";
import { cacheFolder } from "./project/cache-folder.ts";
import type { Console, ExitCode } from "./terminal/console.ts";
import { isTerminal, printer } from "./terminal/terminal.ts";

/** Both are put in by the build, from package.json. */
declare const STAGEWRIGHT_VERSION: string;
declare const STAGEWRIGHT_BUGS: string;

const terminal: Console = {
  folder: process.cwd(),
  print: printer(1, () => process.stdout),
  warn: printer(2, () => process.stderr),
  progress: (what) => {
    if (isTerminal()) terminal.warn(`\r\u001b[K${what ?? ""}`);
  },
  get color() {
    // Set to nothing counts as not set: https://no-color.org
    return !process.env.NO_COLOR && isTerminal();
  },
  get width() {
    return isTerminal() ? process.stderr.columns : 100;
  },
  today: new Date().toISOString().slice(0, 10),
  memory: { folder: cacheFolder(), build: basename(import.meta.url) },
  version: STAGEWRIGHT_VERSION,
};

const run: Run = async ({ debug, format, json }, work) => {
  try {
    process.exitCode = await work(terminal);
  } catch (error) {
    process.exitCode = tell(error);
    if (debug && error instanceof Error) warn(`${error.stack}\n`);
    if (format !== "json" && json !== true) return;
    const { message, hint = null } = error as Partial<Failure>;
    attempt(terminal.print, `${JSON.stringify({ failure: { message, hint } }, null, 2)}\n`);
  }
};

/** Says what ended the run, in the user's terms, and with which exit code. */
function tell(error: unknown): ExitCode {
  if (isFailure(error)) {
    warn(`stagewright: ${error.message}\n${error.hint === null ? "" : `  ${error.hint}\n`}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "syscall" in error) {
    warn(`stagewright: the system refused: ${message}\n`);
    return 2;
  }
  warn(
    `stagewright: this is a bug of stagewright ${STAGEWRIGHT_VERSION}, not of your specs: ${message}\n` +
      `  please report it with the output of the same command and --debug to ${STAGEWRIGHT_BUGS}\n`,
  );
  return 2;
}

function warn(text: string): void {
  attempt(terminal.warn, text);
}

/** Where nothing can be told any more, the exit code still can. */
function attempt(write: (text: string) => void, text: string): void {
  try {
    write(text);
  } catch {}
}

/** By its name: commands that are bundled apart bring the class along once more. */
function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}

program(STAGEWRIGHT_VERSION, run)
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = tell(error);
  });
