import { Command, Option } from "commander";
import { Failure } from "../diagnostics/failure.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { examplesOf } from "../terminal/help.ts";
import type { ApiCheckOptions } from "./api-check.ts";
import { checkUnchanged, generateUnchanged } from "./cached-commands.ts";
import type { ExplainOptions } from "./explain.ts";
import type { GenerateOptions } from "./generate.ts";
import type { GraphOptions } from "./graph.ts";
import type { InitOptions } from "./init.ts";
import type { ReleaseOptions } from "./release.ts";

/** How the run's end is told, wherever that is. */
export interface Debug {
  readonly debug: boolean;
  readonly format?: string;
  readonly json?: boolean;
}

/** Runs a command's work and says what ended it. */
export type Run = (options: Debug, work: (console: Console) => Promise<ExitCode>) => Promise<void>;

/** Loaded when a command of it is run. */
const usual = () => import("./compile-commands.ts");
const more = () => import("./report-commands.ts");

/** How commands that find something print it. */
const FINDINGS = ["text", "json", "sarif"];

const EXIT_CODES = "\nExit codes: 0 clean, 1 findings, drift or bad input, 2 stagewright itself failed.";

/** The command line: every command, its options and help. */
export function program(version: string, run: Run): Command {
  const stagewright = new Command("stagewright")
    .description("One pipeline spec in, what each team's Jenkins and delivery tool need out.")
    .version(version)
    .hook("preAction", (_, action) => {
      if (action.opts().json === true) action.setOptionValue("format", "json");
    })
    .addHelpText("after", () => `${examplesOf("stagewright")}\n${EXIT_CODES}`);
  const commands = [...specCommands(run), ...libraryCommands(run), ...pictureCommands(run), ...startCommands(run)];
  for (const it of commands) stagewright.addCommand(it);
  addExamples(stagewright);
  return stagewright;
}

/** Each command's help ends with examples of it. */
function addExamples(commands: Command, before = ""): void {
  for (const it of commands.commands) {
    const name = `${before}${it.name()}`;
    it.addHelpText("after", () => examplesOf(name));
    addExamples(it, `${name} `);
  }
}

function command(name: string, description: string, formats: readonly string[] = ["text", "json"]): Command {
  return new Command(name)
    .description(description)
    .option("--spec <path>", "the platform spec", "stagewright.yaml")
    .option("--today <day>", "the day on which waivers are judged, and of a release: YEAR-MONTH-DAY", day)
    .option("--quiet", "print findings and failures only", false)
    .addOption(new Option("--format <format>", "how to print").choices(formats).default(formats[0]))
    .option("--json", "as --format json", false)
    .option("--debug", "print the stack of a failure", false);
}

function outputCommand(name: string, description: string, formats?: readonly string[]): Command {
  return command(name, description, formats).option(
    "--out <folder>",
    "the output folder (default: the spec's pipelines.directory)",
  );
}

/** A day that the calendar has. */
function day(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new Failure(`--today: "${text}" is no day`, 1, "write it as YEAR-MONTH-DAY, such as 2026-11-25");
}

function specCommands(run: Run): Command[] {
  return [
    command("validate", "check the specs; write nothing", FINDINGS).action((options: Options & Debug) =>
      run(options, async (it) => (await usual()).validate(options, it)),
    ),
    outputCommand("generate", "bring the output folder up to date, all of it or nothing", FINDINGS)
      .option("--force", "overwrite and remove files that were edited by hand", false)
      .option("--dry-run", "say what would be written; write nothing", false)
      .option("--hook", "before a commit: fail until what is emitted is staged with it", false)
      .action((options: GenerateOptions & Debug) =>
        run(options, async (it) => (await generateUnchanged(options, it)) ?? (await usual()).generate(options, it)),
      ),
    outputCommand("check", "say which emitted files are not what the specs say, and why", FINDINGS).action(
      (options: Options & Debug) =>
        run(options, async (it) => (await checkUnchanged(options, it)) ?? (await usual()).check(options, it)),
    ),
    outputCommand("diff", "print what generate would change, as a unified diff").action((options: Options & Debug) =>
      run(options, async (it) => (await usual()).diff(options, it)),
    ),
    command("dialect", "hold all emitted Groovy, your own included, to what Jenkins runs faithfully", FINDINGS).action(
      (options: Options & Debug) => run(options, async (it) => (await usual()).dialect(options, it)),
    ),
    command("owners", "list by team what it answers for; fail where a path has not one owner", FINDINGS).action(
      (options: Options & Debug) => run(options, async (it) => (await usual()).owners(options, it)),
    ),
  ];
}

function libraryCommands(run: Run): Command[] {
  const api = new Command("api").description("what the library's steps promise, and who keeps to it");
  api.addCommand(
    command("diff", "classify the API's changes and tell the version that they demand")
      .argument("<old>", "an api.json, or a recorded release")
      .argument("[new]", "what to compare it with (default: what the specs make)")
      .action((old: string, now: string | undefined, options: Options & Debug) =>
        run(options, async (it) => (await usual()).apiDiff(old, now ?? null, options, it)),
      ),
  );
  api.addCommand(
    command("check", "hold a folder of Jenkinsfiles against the library's API", FINDINGS)
      .argument("<folder>", "where the Jenkinsfiles are")
      .option("--api <file>", "an api.json or a recorded release (default: what the specs make)")
      .option("--known <step...>", "steps that the site has beside the library's and the usual plugins'")
      .action((folder: string, options: ApiCheckOptions & Debug) =>
        run(options, async (it) => (await usual()).apiCheck(folder, options, it)),
      ),
  );
  const release = outputCommand(
    "release",
    "record what the library's version promises, write its changelog, name the tag",
  )
    .option("--note <sentence...>", "what people should know, for the changelog")
    .option("--dry-run", "check the version; write nothing", false)
    .action((options: ReleaseOptions & Debug) => run(options, async (it) => (await usual()).release(options, it)));
  return [release, api];
}

function pictureCommands(run: Run): Command[] {
  const what = "say what was decided, what follows from it and what else there is; or where one value comes from";
  return [
    command("explain", what, ["text", "markdown", "json"])
      .argument("[key]", "a key whose origin is told: registries.harbor.host, shop.stages.image.engine")
      .option("--adr <folder>", "write an architecture decision record for each decision")
      .action((key: string | undefined, options: ExplainOptions & Debug) =>
        run(options, async (it) => (await more()).explain(key, options, it)),
      ),
    command("graph", "draw the way from a commit to each environment, with a lane for each owner", [
      "mermaid",
      "dot",
      "json",
    ])
      .argument("[service]", "one service (default: all)")
      .action((service: string | undefined, options: GraphOptions & Debug) =>
        run(options, async (it) => (await more()).graph(service, options, it)),
      ),
  ];
}

function startCommands(run: Run): Command[] {
  return [
    new Command("schema")
      .description("print the JSON Schema of a spec, for editors")
      .argument("[spec]", "platform, service or step", "platform")
      .option("--json", "which it is anyway", false)
      .option("--debug", "print the stack of a failure", false)
      .action((name: string, options: Debug) => run(options, async (it) => (await more()).schema(name, it))),
    new Command("init")
      .description("look at the repository and propose specs for it; overwrites nothing")
      .option("--yes", "ask nothing: take what was found", false)
      .option("--json", "tell what was written as JSON", false)
      .option("--quiet", "print failures only", false)
      .option("--debug", "print the stack of a failure", false)
      .action((options: InitOptions & Debug) => run(options, async (it) => (await more()).init(options, it))),
  ];
}
