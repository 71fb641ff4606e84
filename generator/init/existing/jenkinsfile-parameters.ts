import { type Call, findCalls } from "../../api/consumers/calls.ts";
import { type Existing, type Fact, type Leftover, looksSecret, type Parameter } from "./facts.ts";
import type { Script } from "./script.ts";

const KINDS: Readonly<Record<string, Parameter["kind"]>> = {
  string: "text",
  text: "text",
  choice: "choice",
  booleanParam: "boolean",
};

/** The parameters of the job: of `parameters { … }` and `parameters([…])`, not those that a job is started with. */
export function readParameters(script: Script): Existing {
  const lists = script.calls.filter(({ name, receiver }) => name.text === "parameters" && receiver === null);
  const parts = lists.flatMap((list) => findCalls(script.bodyOf(list)).map((call) => readParameter(script, call)));
  return { facts: parts.flatMap(({ facts }) => facts), leftovers: parts.flatMap(({ leftovers }) => leftovers) };
}

function readParameter(script: Script, call: Call): { facts: Fact[]; leftovers: Leftover[] } {
  const where = script.where(call.name);
  const name = script.named(call, "name");
  const leave = (instead: string) => ({
    facts: [],
    leftovers: [{ construct: `the parameter ${name ?? call.name.text}`, where, instead }],
  });
  const kind = KINDS[call.name.text];
  if (kind === undefined || name === null) {
    if (call.name.text === "password" || call.name.text === "credentials")
      return leave("a parameter cannot contain a secret: name a credential in `secrets` of the stage");
    return name === null
      ? { facts: [], leftovers: [] }
      : leave("parameters are text, choice or boolean: write it as one of these");
  }
  const standard = defaultOf(script, call, kind);
  const description = script.named(call, "description");
  const choices = kind === "choice" ? choicesOf(script, call) : [];
  if ([typeof standard === "string" ? standard : "", ...choices].some((it) => looksSecret(name, it)))
    return leave("it could be a secret, so it was not copied: name a credential in `secrets` of the stage");
  if (kind === "choice" && choices.length === 0) return leave("write its values as `choices`");
  const value: Parameter = {
    ...{ name, kind },
    ...(standard === null || standard === "" ? {} : { default: standard }),
    ...(choices.length > 0 ? { choices } : {}),
    ...(description === null || description === "" || looksSecret("", description) ? {} : { description }),
  };
  return { facts: [{ key: "parameters", value: [value], where }], leftovers: [] };
}

function defaultOf(script: Script, call: Call, kind: Parameter["kind"]): string | boolean | null {
  const text = kind === "choice" ? null : script.named(call, "defaultValue");
  return kind === "boolean" && text !== null ? text === "true" : text;
}

function choicesOf(script: Script, { arguments: all }: Call): readonly string[] {
  const value = all.find((it) => it.name?.text === "choices")?.value ?? [];
  const list = script.list(value) ?? [];
  return list.length === 1 ? (list[0] ?? "").split(/\\n|\n/).filter((it) => it !== "") : list;
}
