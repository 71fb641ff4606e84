import { Command, Option } from "commander";
import { Failure } from "../diagnostics/failure.ts";
import { currentFolder } from "../project/current-folder.ts";
import { DEFAULT_SPEC, findSpec } from "../project/find-spec.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { examplesOf } from "../terminal/help.ts";
import type { ApiCheckOptions } from "./api-check.ts";
import { checkUnchanged, generateUnchanged, validateUnchanged } from "./cached-commands.ts";
import type { ExplainOptions } from "./explain.ts";
import type { GenerateOptions } from "./generate.ts";
import type { GraphOptions } from "./graph.ts";
import type { InitOptions } from "./init.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { ReleaseOptions } from "./release.ts";
import type { TestOptions } from "./test.ts";

/** Options that decide how a failure is printed. */
export interface Debug {
  readonly debug: boolean;
  readonly format?: string;
  readonly json?: boolean;
}

/** Runs the work of a command and prints its failure. */
export type Run = (options: Debug, work: (console: Console) => Promise<ExitCode>) => Promise<void>;

/** The files with the commands are loaded when one of their commands runs. */
const usual = () => import("./compile-commands.ts");
const more = () => import("./report-commands.ts");
const rehearsals = () => import("./rehearse-commands.ts");

/** Output formats of commands that report findings. */
const FINDINGS = ["text", "json", "sarif"];

/** The products of `--target`; a test compares them with the schema. */
const TARGETS = ["jenkins", "github-actions", "tekton", "jenkins-x"];

const EXIT_CODES =
  "\nExit codes: 0 success; 1 findings, changed output or invalid input; 2 stagewright or the system failed.";

/** The command line: every command, its options and help. */
export function program(version: string, run: Run): Command {
  const stagewright = new Command("stagewright")
    .description("Generates the files for Jenkins and the delivery tool of each team from pipeline specs.")
    .version(version)
    .hook("preAction", (_, action) => {
      if (action.opts().json === true) action.setOptionValue("format", "json");
      // Without --spec, the platform spec of the current folder or of the nearest parent folder is used.
      if (action.getOptionValueSource("spec") === "default")
        action.setOptionValue("spec", findSpec(currentFolder()) ?? DEFAULT_SPEC);
    })
    .addHelpText("after", () => `${examplesOf("stagewright")}\n${EXIT_CODES}`);
  const commands = [
    ...specCommands(run),
    ...libraryCommands(run),
    ...pictureCommands(run),
    ...rehearsalCommands(run),
    ...startCommands(run),
  ];
  for (const it of commands) stagewright.addCommand(it);
  addExamples(stagewright);
  return stagewright;
}

/** Adds examples to the end of each command's help. */
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
    .option("--spec <path>", "the platform spec", DEFAULT_SPEC)
    .option("--today <day>", "the date used for waivers and releases, as YEAR-MONTH-DAY", day)
    .option("--quiet", "print only findings and failures", false)
    .addOption(new Option("--format <format>", "the output format").choices(formats).default(formats[0]))
    .option("--json", "same as --format json", false)
    .option("--debug", "print the stack trace of a failure", false);
}

function outputCommand(name: string, description: string, formats?: readonly string[]): Command {
  return command(name, description, formats).option(
    "--out <folder>",
    "the output folder (default: the spec's pipelines.directory)",
  );
}

/** Adds the option that overrides the spec's target for one run. */
function targetCommand(it: Command): Command {
  return it.addOption(new Option("--target <product>", "the CI product (default: the spec's target)").choices(TARGETS));
}

/** Validates a date of the calendar. */
function day(text: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new Failure(`--today: "${text}" is not a date`, 1, "write it as YEAR-MONTH-DAY, such as 2026-11-25");
}

function specCommands(run: Run): Command[] {
  return [
    targetCommand(command("validate", "check the specs without writing files", FINDINGS)).action(
      (options: Options & Debug) =>
        run(options, async (it) => (await validateUnchanged(options, it)) ?? (await usual()).validate(options, it)),
    ),
    targetCommand(
      outputCommand("generate", "write the generated files to the output folder: all of them or none", FINDINGS),
    )
      .option("--force", "overwrite or remove files that were edited by hand, and remove many services", false)
      .option("--dry-run", "print what would be written without writing it", false)
      .option("--hook", "for a pre-commit hook: fail until the generated files are staged", false)
      .action((options: GenerateOptions & Debug) =>
        run(options, async (it) => (await generateUnchanged(options, it)) ?? (await usual()).generate(options, it)),
      ),
    targetCommand(
      outputCommand("check", "report generated files that differ from the specs, and why", FINDINGS),
    ).action((options: Options & Debug) =>
      run(options, async (it) => (await checkUnchanged(options, it)) ?? (await usual()).check(options, it)),
    ),
    targetCommand(outputCommand("diff", "print the changes that generate would make, as a unified diff")).action(
      (options: Options & Debug) => run(options, async (it) => (await usual()).diff(options, it)),
    ),
    command(
      "dialect",
      "check all generated Groovy and your own for code that Jenkins runs differently than Groovy does",
      FINDINGS,
    ).action((options: Options & Debug) => run(options, async (it) => (await usual()).dialect(options, it))),
    command("owners", "list what each team owns; fail if a path has no owner or several", FINDINGS).action(
      (options: Options & Debug) => run(options, async (it) => (await usual()).owners(options, it)),
    ),
  ];
}

function libraryCommands(run: Run): Command[] {
  const api = new Command("api").description("compare versions of the library's API, and check calls of it");
  api.addCommand(
    command("diff", "list the API's changes and the version that they require")
      .argument("<old>", "an api.json, or a recorded release")
      .argument("[new]", "the API to compare with (default: the API generated from the specs)")
      .action((old: string, now: string | undefined, options: Options & Debug) =>
        run(options, async (it) => (await usual()).apiDiff(old, now ?? null, options, it)),
      ),
  );
  api.addCommand(
    command("check", "check the Jenkinsfiles in a folder against the library's API", FINDINGS)
      .argument("<folder>", "the folder with the Jenkinsfiles")
      .option("--api <file>", "an api.json or a recorded release (default: the API generated from the specs)")
      .option(
        "--known <step...>",
        "other steps of your Jenkins, in addition to the library's and those of common plugins",
      )
      .action((folder: string, options: ApiCheckOptions & Debug) =>
        run(options, async (it) => (await usual()).apiCheck(folder, options, it)),
      ),
  );
  const release = outputCommand(
    "release",
    "record the API of the library's version, update its changelog and print the tag",
  )
    .option("--note <sentence...>", "a note for the changelog")
    .option("--dry-run", "check the version without writing files", false)
    .action((options: ReleaseOptions & Debug) => run(options, async (it) => (await usual()).release(options, it)));
  return [release, api];
}

function pictureCommands(run: Run): Command[] {
  const what =
    "explain the decisions in the specs with their consequences and alternatives, the origin of a value, or a code";
  return [
    command("explain", what, ["text", "markdown", "json"])
      .argument(
        "[subject]",
        "a key (shop.stages.image.engine), a decision (owners, products, …) or a code (SW420); default: a summary of all decisions",
      )
      .option("--all", "print all decisions in full, including the survey of products", false)
      .option("--adr <folder>", "write an architecture decision record (ADR) for each decision")
      .action((subject: string | undefined, options: ExplainOptions & Debug) =>
        run(options, async (it) => (await more()).explain(subject, options, it)),
      ),
    command("graph", "draw the path from a commit to each environment, grouped by owner", ["mermaid", "dot", "json"])
      .argument("[service]", "one service (default: all)")
      .action((service: string | undefined, options: GraphOptions & Debug) =>
        run(options, async (it) => (await more()).graph(service, options, it)),
      ),
  ];
}

function rehearsalCommands(run: Run): Command[] {
  return [
    command("rehearse", "run the generated pipeline of a service on this machine, without Jenkins")
      .argument("[service]", "the service; omitted with --jenkinsfile")
      .option("--stage <id>", "only this stage: with the release of --record, or after the stages before it")
      .option("--record <folder>", "a folder with the release.json and the artifacts for --stage")
      .option("--until <id>", "stop after this stage")
      .option("--param <name=value...>", "parameters of the job of --stage, or of the first job", [])
      .option("--branch <name>", "the branch to build (default: the service's)")
      .option("--tag <name>", "the tag to build")
      .option("--pull-request <number>", "the pull request to build")
      .option("--timer", "start the build as its timer does", false)
      .option("--engine <name>", "the engine of the image stages (default: that of the spec)")
      .option("--source <folder>", "the sources of the application (default: the current repository, or apps/SERVICE)")
      .option("--credentials <file>", "a YAML file with the values of credentials, by id")
      .option("--stubs <folder>", "Groovy files that stand for steps of other plugins: NAME.groovy")
      .option("--with-registry", "start a registry on this machine and push images to it", false)
      .option("--with-gitops", "start a Git server on this machine for the GitOps repositories", false)
      .option("--ignore-freeze", "ignore the freeze windows of environments", false)
      .option("--restart-every-step", "save, reload and resume the program after every step", false)
      .option("--sandbox", "run the Jenkinsfiles and the library in the sandbox", false)
      .option("--dry", "run no scripts: show the plan", false)
      .option("--verbose", "print all steps, and the output of scripts", false)
      .option("--compare <log>", "compare the steps with the log of a real build")
      .option("--jenkinsfile <file>", "run a Jenkinsfile that stagewright did not generate")
      .option("--library <folder...>", "shared libraries for --jenkinsfile, in the order of @Library", [])
      .action((service: string | undefined, options: RehearseOptions & Debug) =>
        run(options, async (it) => (await rehearsals()).rehearse(service, options, it)),
      ),
    command("test", "run scenarios: rehearsals with planted failures and expectations")
      .argument("[files...]", "scenario files (default: scenarios/ and *.scenarios.yaml next to the platform spec)")
      .option("--only <text>", "only scenarios whose name contains this text")
      .option("--coverage", "measure which lines and branches of the Groovy run", false)
      .option("--junit <file>", "write the results as JUnit XML")
      .option("--html <file>", "write the results as an HTML page")
      .option("--credentials <file>", "a YAML file with the values of credentials, by id")
      .action((files: string[], options: TestOptions & Debug) =>
        run(options, async (it) => (await rehearsals()).test(files, options, it)),
      ),
  ];
}

function startCommands(run: Run): Command[] {
  return [
    new Command("schema")
      .description("print the JSON Schema of a spec, for editors")
      .argument("[spec]", "platform, service, step or scenarios", "platform")
      .option("--json", "no effect: the output is always JSON", false)
      .option("--debug", "print the stack trace of a failure", false)
      .action((name: string, options: Debug) => run(options, async (it) => (await more()).schema(name, it))),
    new Command("init")
      .description("create specs for the current repository; never overwrites files")
      .option("--add [repository]", "add specs for the services of a clone to the project in the current folder")
      .addOption(new Option("--target <product>", "the CI product of the specs (default: jenkins)").choices(TARGETS))
      .option("--yes", "ask no questions; use detected values and defaults", false)
      .option("--json", "print the written files as JSON", false)
      .option("--quiet", "print only failures", false)
      .option("--debug", "print the stack trace of a failure", false)
      .action((options: InitOptions & Debug) => run(options, async (it) => (await more()).init(options, it))),
  ];
}
