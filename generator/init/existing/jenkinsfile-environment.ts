import type { Call } from "../../api/consumers/calls.ts";
import type { Token } from "../../api/consumers/tokens.ts";
import { type Existing, type Fact, type Leftover, looksSecret } from "./facts.ts";
import type { Script } from "./script.ts";

/**
 * `environment { NAME = 'text' }`: constants that no image or registry is made of become variables of the build, if they are those
 * of the whole pipeline or of a stage that builds. `builds` are the calls that run the tool.
 */
export function readEnvironment(script: Script, builds: readonly Call[]): Existing {
  const facts: Fact[] = [];
  const leftovers: Leftover[] = [];
  const used = usedNames(script);
  const isOfOtherStage = otherStages(script, builds);
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
      const text = value?.kind === "text" ? script.literal([value]) : bareValue(value, body[index + 3]);
      if (looksSecret(name, text?.text ?? ""))
        leftovers.push({ construct: `the variable ${name}`, where, instead: SECRET });
      else if (!text?.constant || text.text === "" || /[\r\n]/.test(text.text))
        leftovers.push({
          construct: `the variable ${name}`,
          where,
          instead: "its value is not a constant: compute it in the command",
        });
      else if (isOfOtherStage(call)) leftovers.push({ construct: `the variable ${name}`, where, instead: OTHER_STAGE });
      else if (!used.has(name)) facts.push({ key: "variables", value: [[name, text.text]], where });
      else if (TOOL.test(name)) leftovers.push({ construct: `the variable ${name}`, where, instead: TOOL_FOLDER });
    });
  }
  return { facts, leftovers };
}

/** `true`, `false` or a number without quotes and operators: Jenkins sets the variable to its text. */
function bareValue(value: Token | undefined, next: Token | undefined) {
  const text = value?.text ?? "";
  return /^(?:true|false|\d+)$/.test(text) && next?.kind !== "sign" ? { text, constant: true } : null;
}

const SECRET = "it could be a secret, so it was not copied: create a credential, and name it in `secrets` of the stage";

/** Other values that Groovy code uses, such as the name of an image, are in the values that init takes over. */
const TOOL = /(^|_)(HOME|PATH)$/;
const TOOL_FOLDER =
  "other values contain the folder of a tool: set the folders of programs in `site.path`, those of JDKs in `site.tools.jdks`";

const OTHER_STAGE = "it is one of a stage that does not build: set `environment` of the stage that does this work";

/** More stages are not what people write. */
const MOST_STAGES = 200;

/** Whether a call is in a stage without a command of the build; never, if the old pipeline has no such command. */
function otherStages(script: Script, builds: readonly Call[]): (call: Call) => boolean {
  const stages = script.calls
    .filter(({ name }) => name.text === "stage")
    .slice(0, MOST_STAGES)
    .flatMap((call) => {
      const [start, end] = [script.indexOf(call.name), script.bodyOf(call).at(-1)];
      return start === -1 || end === undefined ? [] : [{ start, end: script.indexOf(end) }];
    });
  const isIn = ({ start, end }: { start: number; end: number }, { name }: Call) => {
    const at = script.indexOf(name);
    return at > start && at <= end;
  };
  return (call) => {
    const around = stages.filter((it) => isIn(it, call));
    return builds.length > 0 && around.length > 0 && !builds.some((build) => around.every((it) => isIn(it, build)));
  };
}

/** The variables that Groovy code uses: each is then a part of another value, and not one for the tools. */
function usedNames({ tokens }: Script): ReadonlySet<string> {
  const bare = tokens.filter(({ kind }, index) => kind === "name" && tokens[index + 1]?.text !== "=");
  return new Set([...tokens.flatMap(({ parts }) => parts.flat()), ...bare].map(({ text }) => text));
}
