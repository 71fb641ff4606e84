import { Command, Option } from "commander";
import type { Console, ExitCode, Options } from "./commands/console.ts";
import type { GenerateOptions } from "./commands/generate.ts";
import { Failure } from "./diagnostics/failure.ts";

/** Both are put in by the build, from package.json. */
declare const STAGEWRIGHT_VERSION: string;
declare const STAGEWRIGHT_BUGS: string;

const terminal: Console = {
  folder: process.cwd(),
  print: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
  color: process.env.NO_COLOR === undefined && process.stderr.isTTY === true,
  width: process.stderr.columns ?? 100,
  today: new Date().toISOString().slice(0, 10),
  version: STAGEWRIGHT_VERSION,
};

/** What `--debug` adds, wherever the run ends. */
interface Debug {
  readonly debug: boolean;
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--spec <path>", "the platform spec", "stagewright.yaml")
    .option("--today <day>", "the day on which waivers are judged: YEAR-MONTH-DAY")
    .option("--quiet", "print findings and failures only", false)
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .option("--debug", "print the stack of a failure", false);
}

function outputCommand(name: string, description: string): Command {
  return command(name, description).option(
    "--out <folder>",
    "the output folder (default: the spec's pipelines.directory)",
  );
}

function program(): Command {
  const stagewright = new Command("stagewright")
    .description("One pipeline spec in, what each team's Jenkins and delivery tool need out.")
    .version(STAGEWRIGHT_VERSION)
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings, drift or bad input, 2 stagewright itself failed.");
  stagewright.addCommand(
    command("validate", "check the specs; write nothing").action((options: Options & Debug) =>
      run(options, async () => (await import("./commands/validate.ts")).validate(options, terminal)),
    ),
  );
  stagewright.addCommand(
    outputCommand("generate", "bring the output folder up to date, all of it or nothing")
      .option("--force", "overwrite and remove files that were edited by hand", false)
      .option("--dry-run", "say what would be written; write nothing", false)
      .option("--hook", "before a commit: fail until what is emitted is staged with it", false)
      .action((options: GenerateOptions & Debug) =>
        run(options, async () => (await import("./commands/generate.ts")).generate(options, terminal)),
      ),
  );
  stagewright.addCommand(
    outputCommand("check", "say which emitted files are not what the specs say, and why").action(
      (options: Options & Debug) =>
        run(options, async () => (await import("./commands/check.ts")).check(options, terminal)),
    ),
  );
  stagewright.addCommand(
    outputCommand("diff", "print what generate would change, as a unified diff").action((options: Options & Debug) =>
      run(options, async () => (await import("./commands/diff.ts")).diff(options, terminal)),
    ),
  );
  return stagewright;
}

async function run({ debug }: Debug, work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.exitCode = explain(error);
    if (debug && error instanceof Error) terminal.warn(`${error.stack}\n`);
  }
}

/** Says what ended the run, in the user's terms, and with which exit code. */
function explain(error: unknown): ExitCode {
  if (error instanceof Failure) {
    terminal.warn(`stagewright: ${error.message}\n${error.hint === null ? "" : `  ${error.hint}\n`}`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && "syscall" in error) {
    terminal.warn(`stagewright: the system refused: ${message}\n`);
    return 2;
  }
  terminal.warn(
    `stagewright: this is a bug of stagewright ${STAGEWRIGHT_VERSION}, not of your specs: ${message}\n` +
      `  please report it with the output of the same command and --debug to ${STAGEWRIGHT_BUGS}\n`,
  );
  return 2;
}

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = explain(error);
  });
