import type { Call } from "../../api/consumers/calls.ts";
import type { Token } from "../../api/consumers/tokens.ts";
import { adviceFor, PIPER_STEPS, QUIET, STEPS } from "./advice.ts";
import { ignoredArguments } from "./arguments.ts";
import { readCheckouts } from "./checkouts.ts";
import type { Command, Existing, Fact, Leftover } from "./facts.ts";
import { readAgent } from "./jenkinsfile-agents.ts";
import { readDeployments } from "./jenkinsfile-deployments.ts";
import { readEnvironment } from "./jenkinsfile-environment.ts";
import { readParameters } from "./jenkinsfile-parameters.ts";
import { readSettings } from "./jenkinsfile-settings.ts";
import { keepWritten } from "./reports.ts";
import { type Literal, Script } from "./script.ts";
import { commandsIn, onlyCommand, readCommands, toolOf } from "./shell.ts";

const NOTHING: Existing = { facts: [], leftovers: [] };

/** What the old pipeline is read for. */
export interface Context {
  /** The tool of the application; empty for several applications. */
  readonly tool: string;
  /** Whether the application has no build file, so that it needs the command of the old pipeline. */
  readonly runsCommand: boolean;
  /** The address of the repository. */
  readonly git: string;
  /** Whether the repository has a folder. */
  has(path: string): boolean;
}

/** Reads a Jenkinsfile. Nothing in the file is executed. */
export function readJenkinsfile(file: string, text: string, context: Context): Existing {
  const { tool, runsCommand, git } = context;
  const script = new Script(file, text);
  if (script.isTooDeep)
    return { facts: [], leftovers: [{ construct: "the file", where: { file, line: 0 }, instead: DEEP }] };
  const defined = definedNames(script);
  const shells = script.calls
    .filter(({ name }) => name.text === "sh")
    .map((call) => ({ call, commands: shellOf(script, call) }));
  const builds = shells.flatMap((it) => (it.commands.some((command) => toolOf(command) === tool) ? it.call : []));
  const commands = shells.flatMap((it) => it.commands);
  const only = runsCommand ? onlyCommand(commands) : null;
  const shell = only === null ? readCommands(commands, tool) : { facts: [only], leftovers: [] };
  const parts = [
    shell,
    readParameters(script),
    readEnvironment(script, builds),
    readDeployments(script),
    readCheckouts(script, git),
    readCode(script),
    readBranches(script),
    ...callsOutside(script, ["tools", "parameters"]).map((call) => readCall(script, call, defined)),
  ];
  const byLine = (one: Fact | Leftover, other: Fact | Leftover) => one.where.line - other.where.line;
  const all = parts.flatMap((it) => it.facts).sort(byLine);
  const { facts, leftovers } = keepWritten(all, commands, { ...context, runsOldCommand: only !== null });
  const [first] = facts.slice(MOST_FACTS);
  const rest: Leftover[] =
    first === undefined ? [] : [{ construct: "the rest of the file", where: first.where, instead: LONG }];
  return {
    facts: facts.slice(0, MOST_FACTS),
    leftovers: [...parts.flatMap((it) => it.leftovers), ...leftovers, ...rest].sort(byLine),
  };
}

/** Each value is tried in the specs. */
const MOST_FACTS = 200;
const LONG = `init reads the first ${MOST_FACTS} values of a file`;
const DEEP = "it has too many levels of brackets, so init does not read it";

/** The calls that are in no block of these names: such blocks are read as a whole. */
function callsOutside(script: Script, names: readonly string[]): readonly Call[] {
  return script.calls.filter((it) => !script.around(it).some((name) => names.includes(name)));
}

function shellOf(script: Script, call: Call): Command[] {
  const found = scriptOf(script, call);
  // A text in three quotes begins on the line of its quotes.
  return found === null ? [] : commandsIn(found.literal.text, script.where(found.first));
}

function scriptOf(script: Script, call: Call): { literal: Literal; first: Token } | null {
  const text = call.arguments.find(({ name }) => name?.text === "script")?.value ?? call.arguments[0]?.value ?? [];
  const literal = script.literal(text);
  const [first] = text;
  return literal === null || first === undefined ? null : { literal, first };
}

function readCall(script: Script, call: Call, defined: ReadonlySet<string>): Existing {
  const read = readAgent(script, call) ?? readSettings(script, call);
  if (read !== null) return { ...read, leftovers: [...read.leftovers, ...ignoredArguments(script, call)] };
  const word = call.name.text;
  if (call.receiver !== null && call.receiver !== "steps" && call.receiver !== "script")
    return isForeign(script, call, defined) ? leftover(script, call, `${call.receiver}.${word}`, OWN) : NOTHING;
  if (word === "sh" && call.form !== "name" && scriptOf(script, call) === null)
    return leftover(script, call, "sh", COMPUTED);
  if (word === "checkout" && call.arguments[0]?.value[0]?.text === "scm") return NOTHING;
  const instead = adviceFor(word, STEPS) ?? adviceFor(word, PIPER_STEPS);
  if (instead === null && (QUIET.has(word) || isPart(script, call, defined) || call.form === "name"))
    return { facts: [], leftovers: ignoredArguments(script, call) };
  return leftover(script, call, word, instead ?? OWN);
}

function leftover(script: Script, { name }: Call, construct: string, instead: string): Existing {
  return { facts: [], leftovers: [{ construct, where: script.where(name), instead }] };
}

/** Objects that each pipeline has, and classes of Java. */
const KNOWN = new Set(
  "env params currentBuild docker scm pipeline this super it Math String Integer System".split(" "),
);

/** Whether a call is one of a class, or of an object that the file does not create: one of a library, or of a loaded file. */
function isForeign(script: Script, { receiver, name, form }: Call, defined: ReadonlySet<string>): boolean {
  if (receiver === null || KNOWN.has(receiver) || !/^[A-Za-z]\w+$/.test(receiver)) return false;
  const index = script.indexOf(name);
  const [root, dot] = script.tokens.slice(Math.max(index - 4, 0), Math.max(index - 2, 0));
  const isBelow = dot?.text === ".";
  if (/^[A-Z]/.test(receiver)) return !(isBelow && KNOWN.has(root?.text ?? ""));
  return form !== "name" && !isBelow && !defined.has(receiver);
}

const OWN =
  "run a command for it in a custom stage, or call it in a step of your own (docs/how-to/add-a-step-of-your-own.md)";

const COMPUTED = "its script is not a constant: write the command into the stage";

/** Whether a call only makes a value for another call, or calls code of the file. */
function isPart(script: Script, { name }: Call, defined: ReadonlySet<string>): boolean {
  let index = script.indexOf(name) - 1;
  while (script.tokens[index]?.kind === "newline") index -= 1;
  const before = script.tokens[index];
  return (before?.kind === "sign" && "([,:+".includes(before.text)) || defined.has(name.text);
}

/** The names of the methods and closures that the file itself defines. */
function definedNames({ tokens }: Script): ReadonlySet<string> {
  const names = tokens.filter(({ kind }, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    // A loaded file is none of the file's own values.
    if (kind !== "name" || (after?.text === "=" && tokens[index + 2]?.text === "load")) return false;
    return before?.kind === "name" || ["=", "->", "in"].includes(after?.text ?? "") || isParameter(tokens, index);
  });
  return new Set(names.map(({ text }) => text));
}

/** Whether a name is one of several parameters of a closure: `{ key, value -> … }`. */
function isParameter(tokens: readonly Token[], index: number): boolean {
  const [comma, , arrow] = tokens.slice(index + 1, index + 4);
  return comma?.text === "," && arrow?.text === "->";
}

const CODE = new Set(["if", "for", "while", "switch", "try", "class", "import", "enum", "interface"]);

/** The first place of Groovy code that decides, repeats or defines something, and each library. */
function readCode({ tokens, ...script }: Script): Existing {
  const where = (line: number) => ({ file: script.file, line });
  const flow = tokens.find(
    ({ text, kind }, index) =>
      kind === "name" && (CODE.has(text) || (text === "def" && tokens[index + 2]?.text === "(")),
  );
  const libraries = tokens.filter(({ text }, index) => text === "Library" && tokens[index - 1]?.text === "@");
  return {
    facts: [],
    leftovers: [
      ...libraries.map(({ line }) => ({ construct: "@Library", where: where(line), instead: LIBRARY })),
      ...(flow === undefined
        ? []
        : [
            {
              construct: "Groovy code",
              where: where(flow.line),
              instead: "write it into a command, or into a step of your own",
            },
          ]),
    ],
  };
}

const BRANCHES = /\b(BRANCH_NAME|BRANCH_IS_PRIMARY|CHANGE_(ID|TARGET|BRANCH|FORK|AUTHOR)|TAG_NAME)\b/;
const MULTIBRANCH =
  "the proposed job builds one branch; to build branches and pull requests, set `job: multibranch`, and `branches` for how far each goes (docs/stages.md)";

/** The first place that distinguishes branches, tags or pull requests: only a multibranch job has several. */
function readBranches(script: Script): Existing {
  const variable = script.tokens.find(({ text }) => BRANCHES.test(text));
  const condition = script.calls.find(
    (it) =>
      ["branch", "changeRequest", "tag", "buildingTag"].includes(it.name.text) && script.around(it).includes("when"),
  );
  const lines = [variable, condition?.name].flatMap((it) => it?.line ?? []);
  if (lines.length === 0) return NOTHING;
  const where = { file: script.file, line: Math.min(...lines) };
  return { facts: [], leftovers: [{ construct: "the multibranch pipeline", where, instead: MULTIBRANCH }] };
}

const LIBRARY = "the generated jobs load their own library: copy the steps that you need to `library.own`";
