import { Command, Option } from "commander";
import type { ApiCheckOptions } from "./commands/api-check.ts";
import type { Console, ExitCode, Options } from "./commands/console.ts";
import type { ExplainOptions } from "./commands/explain.ts";
import type { GenerateOptions } from "./commands/generate.ts";
import type { GraphOptions } from "./commands/graph.ts";
import { examplesOf } from "./commands/help.ts";
import type { InitOptions } from "./commands/init.ts";
import type { ReleaseOptions } from "./commands/release.ts";
import { printer } from "./commands/terminal.ts";
import type { ValidateOptions } from "./commands/validate.ts";
import type { Failure } from "./diagnostics/failure.ts";

/** Both are put in by the build, from package.json. */
declare const STAGEWRIGHT_VERSION: string;
declare const STAGEWRIGHT_BUGS: string;

const terminal: Console = {
  folder: process.cwd(),
  print: printer(1, () => process.stdout),
  warn: printer(2, () => process.stderr),
  get color() {
    // Set to nothing counts as not set: https://no-color.org
    return !process.env.NO_COLOR && process.stderr.isTTY === true;
  },
  get width() {
    return process.stderr.columns ?? 100;
  },
  today: new Date().toISOString().slice(0, 10),
  version: STAGEWRIGHT_VERSION,
};

/** What `--debug` adds, wherever the run ends. */
interface Debug {
  readonly debug: boolean;
}

function command(name: string, description: string, formats = ["text", "json"]): Command {
  return new Command(name)
    .description(description)
    .option("--spec <path>", "the platform spec", "stagewright.yaml")
    .option("--today <day>", "the day on which waivers are judged, and of a release: YEAR-MONTH-DAY")
    .option("--quiet", "print findings and failures only", false)
    .addOption(new Option("--format <format>", "how to print").choices(formats).default("text"))
    .option("--json", "as --format json", false)
    .option("--debug", "print the stack of a failure", false);
}

function outputCommand(name: string, description: string): Command {
  return command(name, description).option(
    "--out <folder>",
    "the output folder (default: the spec's pipelines.directory)",
  );
}

const EXIT_CODES = "\nExit codes: 0 clean, 1 findings, drift or bad input, 2 stagewright itself failed.";

function program(): Command {
  const stagewright = new Command("stagewright")
    .description("One pipeline spec in, what each team's Jenkins and delivery tool need out.")
    .version(STAGEWRIGHT_VERSION)
    .hook("preAction", (_, action) => {
      if (action.opts().json === true) action.setOptionValue("format", "json");
    })
    .addHelpText("after", `${examplesOf("stagewright")}\n${EXIT_CODES}`);
  stagewright.addCommand(
    command("validate", "check the specs; write nothing", ["text", "json", "sarif"]).action(
      (options: ValidateOptions & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).validate(options, terminal)),
    ),
  );
  stagewright.addCommand(
    outputCommand("generate", "bring the output folder up to date, all of it or nothing")
      .option("--force", "overwrite and remove files that were edited by hand", false)
      .option("--dry-run", "say what would be written; write nothing", false)
      .option("--hook", "before a commit: fail until what is emitted is staged with it", false)
      .action((options: GenerateOptions & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).generate(options, terminal)),
      ),
  );
  stagewright.addCommand(
    outputCommand("check", "say which emitted files are not what the specs say, and why").action(
      (options: Options & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).check(options, terminal)),
    ),
  );
  stagewright.addCommand(
    outputCommand("diff", "print what generate would change, as a unified diff").action((options: Options & Debug) =>
      run(options, async () => (await import("./commands/usual.ts")).diff(options, terminal)),
    ),
  );
  stagewright.addCommand(
    outputCommand("release", "record what the library's version promises, write its changelog, name the tag")
      .option("--note <sentence...>", "what people should know, for the changelog")
      .option("--dry-run", "check the version; write nothing", false)
      .action((options: ReleaseOptions & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).release(options, terminal)),
      ),
  );
  stagewright.addCommand(
    command("owners", "list by team what it answers for; fail where a path has not one owner").action(
      (options: Options & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).owners(options, terminal)),
    ),
  );
  for (const it of [apiCommands(), explainCommand(), graphCommand(), schemaCommand(), initCommand()])
    stagewright.addCommand(it);
  addExamples(stagewright);
  return stagewright;
}

/** Each command's help ends with examples of it. */
function addExamples(commands: Command, before = ""): void {
  for (const it of commands.commands) {
    const name = `${before}${it.name()}`;
    it.addHelpText("after", examplesOf(name));
    addExamples(it, `${name} `);
  }
}

function initCommand(): Command {
  return new Command("init")
    .description("look at the repository and propose specs for it; overwrites nothing")
    .option("--yes", "ask nothing: take what was found", false)
    .option("--json", "tell what was written as JSON", false)
    .option("--quiet", "print failures only", false)
    .option("--debug", "print the stack of a failure", false)
    .action((options: InitOptions & Debug) =>
      run(options, async () => (await import("./commands/more.ts")).init(options, terminal)),
    );
}

function schemaCommand(): Command {
  return new Command("schema")
    .description("print the JSON Schema of a spec, for editors")
    .argument("[spec]", "platform or service", "platform")
    .option("--debug", "print the stack of a failure", false)
    .action((name: string, options: Debug) =>
      run(options, async () => (await import("./commands/more.ts")).schema(name, terminal)),
    );
}

function graphCommand(): Command {
  return new Command("graph")
    .description("draw the way from a commit to each environment, with a lane for each owner")
    .argument("[service]", "one service (default: all)")
    .option("--spec <path>", "the platform spec", "stagewright.yaml")
    .option("--today <day>", "the day on which waivers are judged: YEAR-MONTH-DAY")
    .option("--quiet", "print findings and failures only", false)
    .addOption(new Option("--format <format>", "how to print").choices(["mermaid", "dot", "json"]).default("mermaid"))
    .option("--json", "as --format json", false)
    .option("--debug", "print the stack of a failure", false)
    .action((service: string | undefined, options: GraphOptions & Debug) =>
      run(options, async () => (await import("./commands/more.ts")).graph(service, options, terminal)),
    );
}

function explainCommand(): Command {
  return new Command("explain")
    .description("say what was decided, what follows from it and what else there is; or where one value comes from")
    .argument("[key]", "a key whose origin is told: registries.harbor.host, shop.stages.image.engine")
    .option("--adr <folder>", "write an architecture decision record for each decision")
    .option("--spec <path>", "the platform spec", "stagewright.yaml")
    .option("--today <day>", "the day on which waivers are judged: YEAR-MONTH-DAY")
    .option("--quiet", "print findings and failures only", false)
    .addOption(new Option("--format <format>", "how to print").choices(["text", "markdown", "json"]).default("text"))
    .option("--json", "as --format json", false)
    .option("--debug", "print the stack of a failure", false)
    .action((key: string | undefined, options: ExplainOptions & Debug) =>
      run(options, async () => (await import("./commands/more.ts")).explain(key, options, terminal)),
    );
}

function apiCommands(): Command {
  const api = new Command("api").description("what the library's steps promise, and who keeps to it");
  api.addCommand(
    command("diff", "classify the API's changes and tell the version that they demand")
      .argument("<old>", "an api.json, or a recorded release")
      .argument("[new]", "what to compare it with (default: what the specs make)")
      .action((old: string, now: string | undefined, options: Options & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).apiDiff(old, now ?? null, options, terminal)),
      ),
  );
  api.addCommand(
    command("check", "hold a folder of Jenkinsfiles against the library's API")
      .argument("<folder>", "where the Jenkinsfiles are")
      .option("--api <file>", "an api.json or a recorded release (default: what the specs make)")
      .option("--known <step...>", "steps that the site has beside the library's and the usual plugins'")
      .action((folder: string, options: ApiCheckOptions & Debug) =>
        run(options, async () => (await import("./commands/usual.ts")).apiCheck(folder, options, terminal)),
      ),
  );
  return api;
}

async function run({ debug }: Debug, work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.exitCode = tell(error);
    if (debug && error instanceof Error) warn(`${error.stack}\n`);
  }
}

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

/** Where nothing can be told any more, the exit code still can. */
function warn(text: string): void {
  try {
    terminal.warn(text);
  } catch {}
}

/** By its name: commands that are bundled apart bring the class along once more. */
function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = tell(error);
  });
