import { sourceTools } from "../../source-tools/index.ts";
import { adviceFor, GOALS, PROGRAMS } from "./advice.ts";
import { type Command, type Existing, type Fact, type Leftover, looksSecret, type Where } from "./facts.ts";
import { imageFacts } from "./images.ts";

/** Programs that change nothing outside of the build's folder, or that only print. */
const QUIET =
  /^(echo|printf|ls|pwd|cd|cat|env|printenv|true|exit|set|mkdir|sleep|date|whoami|which|id|test|\[|fi|then|else|if|for|while|do|done|case|esac|\}|\{|#.*|)$/;

/** What can be before a program: it changes how the shell runs it. */
const BEFORE = /^(?:(?:sudo|time|nohup|exec|command|env|if|elif|then|else|while|until|do|!)\s+|[({]\s*)+/;

/** Options with which a tool builds nothing. */
const PRINTS = /^(-v|-V|--version|--help|--stop|--status)$/;

/** A word that is the same text for every shell. */
const PLAIN = /^[A-Za-z0-9._:/=,@+-]+$/;

const ASSIGNED = /^[A-Za-z_]\w*=/;

/** Splits the text of an `sh` step into its commands. */
export function commandsIn(text: string, where: Where): Command[] {
  return text.split("\n").flatMap((row, below) =>
    row
      .replace(/\\$/, "")
      .split(/&&|\|\||[;|]/)
      .map((it) => it.trim().replace(BEFORE, ""))
      .filter((line) => line !== "")
      .map((line) => ({ line, words: line.split(/\s+/), where: { ...where, line: where.line + below } })),
  );
}

/** What the commands of the old pipeline say about the build of an application with this tool. */
export function readCommands(commands: readonly Command[], tool: string): Existing {
  const built = commands.filter((it) => toolOf(it) === tool);
  const other = commands.filter((it) => toolOf(it) !== tool);
  const before = built.flatMap((it) => goalOf(it) ?? []);
  const build = buildFacts(
    built.filter((it) => goalOf(it) === null && !onlyPrints(it)),
    tool,
  );
  const images = other.map(imageFacts);
  return {
    facts: [...build.facts, ...images.flatMap(({ facts }) => facts)],
    leftovers: [
      ...before,
      ...build.leftovers,
      ...images.flatMap(({ leftovers }) => leftovers),
      ...other.flatMap((it) => goalOf(it) ?? programOf(it)),
    ],
  };
}

function onlyPrints({ words }: Command): boolean {
  return words.length > 1 && words.slice(1).every((it) => PRINTS.test(it));
}

/** The only command of the tool gives its arguments; several commands do not fit into one stage. */
function buildFacts(commands: readonly Command[], tool: string): Existing {
  const lines = [...new Set(commands.map(({ line }) => line))];
  const [first] = commands;
  const replaced = sourceTools.find(({ name }) => name === tool)?.commandLine?.argumentsReplaceGoals ?? false;
  if (first === undefined) return { facts: [], leftovers: [] };
  const leftover = (instead: string): Existing => ({
    facts: [],
    leftovers: commands.map(({ words, where }) => ({ construct: `the command ${programIn(words)}`, where, instead })),
  });
  if (!replaced) return leftover(`the stage runs the usual commands of ${tool}: run others in a custom stage`);
  if (lines.length > 1)
    return leftover(`the stage runs ${tool} once: set its goals in \`arguments\` if the default is not enough`);
  const words = first.words.slice(1);
  if (!words.every((it) => PLAIN.test(it)) || words.some((it) => looksSecret("", it)))
    return leftover("it contains values of the run or a secret: set the constant part in `arguments`");
  const fact: Fact = { key: "arguments", value: words, where: first.where };
  return { facts: words.length === 0 ? [] : [fact], leftovers: [] };
}

/** The command that builds an application without a build file: the only one that is not quiet. */
export function onlyCommand(commands: readonly Command[]): Fact | null {
  const loud = commands.filter((it) => !isQuiet(it));
  const [first] = loud;
  if (first === undefined || loud.length > 1) return null;
  if (first.words.some((it) => !PLAIN.test(it)) || looksSecret("", first.line)) return null;
  if (adviceFor(first.words[0] ?? "", PROGRAMS) !== null) return null;
  return { key: "command", value: first.line, where: first.where };
}

/** The tool that a command runs; null for another program. */
export function toolOf({ words }: Command): string | null {
  const program = words.find((word) => !ASSIGNED.test(word)) ?? "";
  const name = program.replace(/^.*\//, "");
  return sourceTools.find(({ commandLine }) => commandLine?.programs.includes(name))?.name ?? null;
}

/** A goal that belongs to another stage. */
function goalOf({ words, where }: Command): Leftover[] | null {
  for (const word of words.slice(1)) {
    const instead = adviceFor(word, GOALS);
    if (instead !== null) return [{ construct: `the command ${nameOf(words[0] ?? "")} ${word}`, where, instead }];
  }
  return null;
}

function programOf(command: Command): Leftover[] {
  if (isQuiet(command)) return [];
  const word = programIn(command.words);
  const tool = toolOf(command);
  const other =
    tool === null
      ? "run it in the command of a custom stage"
      : `build it with \`also\` of the source stage, or in a service of its own: \`tool: ${tool}\``;
  const instead = adviceFor(word, PROGRAMS) ?? other;
  return [{ construct: `the command ${word}`, where: command.where, instead }];
}

/** A command in a command can do anything. */
export function isQuiet({ line, words }: Command): boolean {
  if (/\$\(|`/.test(line)) return false;
  return QUIET.test(words[0] ?? "") || words[0] === "export" || words.every((it) => ASSIGNED.test(it));
}

/** The name of the program after the assigned variables, whose values can be secrets. */
export function programIn(words: readonly string[]): string {
  return nameOf(words.find((it) => !ASSIGNED.test(it)) ?? "");
}

/** The name of a program; nothing else of a command is printed. */
function nameOf(word: string): string {
  const name = word.replace(/^.*\//, "").replace(/[)}"']{1,9}$/, "");
  return /^[A-Za-z][A-Za-z0-9._+-]{0,30}$/.test(name) && !looksSecret("", name) ? name : "in this line";
}
