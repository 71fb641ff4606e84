import type { Call } from "../../api/consumers/calls.ts";
import { adviceFor, PIPER_STEPS, QUIET, STEPS } from "./advice.ts";
import { type Command, type Existing, type Fact, type Leftover, looksSecret } from "./facts.ts";
import { readAgent } from "./jenkinsfile-agents.ts";
import { readParameters } from "./jenkinsfile-parameters.ts";
import { readSettings } from "./jenkinsfile-settings.ts";
import { Script } from "./script.ts";
import { commandsIn, onlyCommand, readCommands } from "./shell.ts";

const NOTHING: Existing = { facts: [], leftovers: [] };

/** Reads a Jenkinsfile for an application with this tool. Nothing in the file is executed. */
export function readJenkinsfile(file: string, text: string, tool: string, runsCommand: boolean): Existing {
  const script = new Script(file, text);
  const commands = script.calls.filter(({ name }) => name.text === "sh").flatMap((call) => shellOf(script, call));
  const only = runsCommand ? onlyCommand(commands) : null;
  const shell = only === null ? readCommands(commands, tool) : { facts: [only], leftovers: [] };
  const parts = [
    shell,
    readParameters(script),
    readEnvironment(script),
    readStageNames(script),
    readCode(script),
    ...callsOutside(script, ["tools", "parameters"]).map((call) => readCall(script, call)),
  ];
  const byLine = (one: Fact | Leftover, other: Fact | Leftover) => one.where.line - other.where.line;
  return {
    facts: parts.flatMap(({ facts }) => facts).sort(byLine),
    leftovers: parts.flatMap(({ leftovers }) => leftovers).sort(byLine),
  };
}

/** The calls that are in no block of these names: such blocks are read as a whole. */
function callsOutside(script: Script, names: readonly string[]): readonly Call[] {
  const blocks = script.calls.filter(({ name, receiver }) => names.includes(name.text) && receiver === null);
  const inside = new Set(blocks.flatMap((it) => script.bodyOf(it)));
  return script.calls.filter(({ name }) => !inside.has(name));
}

function shellOf(script: Script, call: Call): Command[] {
  const text = call.arguments.find(({ name }) => name?.text === "script")?.value ?? call.arguments[0]?.value ?? [];
  const literal = script.literal(text);
  const [first] = text;
  // A text in three quotes begins on the line of its quotes.
  return literal === null || first === undefined ? [] : commandsIn(literal.text, script.where(first));
}

function readCall(script: Script, call: Call): Existing {
  const read = readAgent(script, call) ?? readSettings(script, call);
  if (read !== null) return read;
  const word = call.name.text;
  if (call.receiver !== null && call.receiver !== "steps" && call.receiver !== "script")
    return /^[A-Z]\w+$/.test(call.receiver) && !["Math", "String", "Integer", "System"].includes(call.receiver)
      ? {
          facts: [],
          leftovers: [{ construct: `${call.receiver}.${word}`, where: script.where(call.name), instead: OWN }],
        }
      : NOTHING;
  if (word === "checkout" && call.arguments[0]?.value[0]?.text === "scm") return NOTHING;
  const instead = adviceFor(word, STEPS) ?? adviceFor(word, PIPER_STEPS);
  if (instead === null && (QUIET.has(word) || isPart(script, call) || call.form === "name")) return NOTHING;
  return { facts: [], leftovers: [{ construct: word, where: script.where(call.name), instead: instead ?? OWN }] };
}

const OWN =
  "run a command for it in a custom stage, or call it in a step of your own (docs/how-to/add-a-step-of-your-own.md)";

/** Whether a call only makes a value for another call, or calls code of the file. */
function isPart(script: Script, { name }: Call): boolean {
  const before = script.tokens
    .slice(0, Math.max(script.tokens.indexOf(name), 0))
    .findLast(({ kind }) => kind !== "newline");
  return (before?.kind === "sign" && "([,:+".includes(before.text)) || isDefined(script, name.text);
}

/** Whether the file itself defines a method or a closure with this name. */
function isDefined({ tokens }: Script, word: string): boolean {
  return tokens.some(
    ({ text, kind }, index) =>
      text === word && kind === "name" && (tokens[index - 1]?.kind === "name" || tokens[index + 1]?.text === "="),
  );
}

/** `environment { NAME = 'text' }`: constants that no image or registry is made of become variables of the build. */
function readEnvironment(script: Script): Existing {
  const facts: Fact[] = [];
  const leftovers: Leftover[] = [];
  for (const call of script.calls.filter(({ name, form }) => name.text === "environment" && form === "block")) {
    const body = script.bodyOf(call);
    body.forEach((token, index) => {
      if (token.kind !== "name" || body[index + 1]?.text !== "=" || body[index + 1]?.kind !== "sign") return;
      const value = body[index + 2];
      const where = script.where(token);
      const name = token.text;
      if (value?.text === "credentials") {
        const id = script.literal(body.slice(index + 4, index + 5));
        const shown = id?.constant ? ` of the credential ${id.text}` : "";
        const instead = `set it${shown} in \`secrets\` of the stage that needs it; the platform spec must allow it in \`locks\``;
        leftovers.push({ construct: `the variable ${name}`, where, instead });
        return;
      }
      const text = value?.kind === "text" ? script.literal([value]) : null;
      if (looksSecret(name, text?.text ?? ""))
        leftovers.push({ construct: `the variable ${name}`, where, instead: SECRET });
      else if (!text?.constant || text.text === "" || /[\r\n]/.test(text.text))
        leftovers.push({
          construct: `the variable ${name}`,
          where,
          instead: "its value is not a constant: compute it in the command",
        });
      else if (!isUsed(script, name)) facts.push({ key: "variables", value: [[name, text.text]], where });
    });
  }
  return { facts, leftovers };
}

const SECRET = "it could be a secret, so it was not copied: create a credential, and name it in `secrets` of the stage";

/** Whether Groovy code uses the variable: it is then a part of another value, and not one for the tools. */
function isUsed({ tokens }: Script, name: string): boolean {
  const within = tokens.flatMap(({ parts }) => parts.flat());
  const bare = tokens.filter(
    ({ text, kind }, index) => text === name && kind === "name" && tokens[index + 1]?.text !== "=",
  );
  return [...within, ...bare].some(({ text }) => text === name);
}

/** `stage('Deploy to staging')` names an environment. */
function readStageNames(script: Script): Existing {
  const facts = script.calls
    .filter(({ name }) => name.text === "stage")
    .flatMap((call): Fact[] => {
      const title = script.first(call)?.text ?? "";
      if (!/deploy|deliver|rollout|roll out|promote/i.test(title)) return [];
      const found =
        /(?<![a-z])(dev|development|test|qa|int|integration|staging|uat|preprod|prod|production)(?![a-z])/i.exec(
          title.replaceAll(/([a-z])([A-Z])/g, "$1 $2"),
        );
      const name = found?.[1]?.toLowerCase();
      return name === undefined ? [] : [{ key: "environments", value: [name], where: script.where(call.name) }];
    });
  return { facts, leftovers: [] };
}

/** The first place of Groovy code that decides or repeats, and each library. */
function readCode({ tokens, ...script }: Script): Existing {
  const where = (line: number) => ({ file: script.file, line });
  const flow = tokens.find(
    ({ text, kind }) => kind === "name" && ["if", "for", "while", "switch", "try"].includes(text),
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
              instead: "write conditions and loops into a command, or into a step of your own",
            },
          ]),
    ],
  };
}

const LIBRARY = "the generated jobs load their own library: copy the steps that you need to `library.own`";
