import { closing } from "./calls.ts";
import { knownNames } from "./known-names.ts";
import type { Token } from "./tokens.ts";

/** Names that a Jenkinsfile can call in addition to the library's steps. */
export interface Scope {
  /** Methods, closures and variables that the file defines. */
  readonly own: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  /** Whether the file loads the library. If not, its calls are steps of plugins or of other libraries. */
  readonly loadsLibrary: boolean;
  /** Whether the file loads another library, whose steps are unknown. */
  readonly otherLibraries: boolean;
}

/** Reads what a file defines and loads. */
export function readScope(tokens: readonly Token[], library: string, others: readonly string[]): Scope {
  const loaded = librariesOf(tokens).map((name) => name.split("@")[0]);
  return {
    own: new Set(tokens.flatMap((token, index) => (isDefined(tokens, index, token) ? [token.text] : []))),
    known: new Set([...knownNames, ...others]),
    loadsLibrary: loaded.includes(library),
    otherLibraries: loaded.some((name) => name !== library),
  };
}

/** `def name`, `String name(`, `name =`, `x, name ->`. */
function isDefined(tokens: readonly Token[], index: number, { kind }: Token): boolean {
  if (kind !== "name") return false;
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  if (after?.text === "=" || after?.text === "->") return true;
  const typed = before?.kind === "name" || before?.text === ">" || before?.text === "]";
  const statement = ["return", "else", "in", "throw", "assert", "new", "case"].includes(before?.text ?? "");
  if (!typed || statement || before?.line !== tokens[index]?.line) return false;
  return before.text === "def" || (after?.text === "(" && opensBody(tokens, index + 1));
}

/** Whether a brace follows the parentheses: a method's body. */
function opensBody(tokens: readonly Token[], open: number): boolean {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const { kind, text } = tokens[index] as Token;
    if (kind !== "sign") continue;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth === 0) return tokens[index + 1]?.text === "{";
  }
  return false;
}

/** Texts of `@Library(…)`, of `library '…'`, `library(identifier: '…')`, and of `lib('…')` in a declarative pipeline. */
function librariesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => {
    const annotated = token.text === "Library" && tokens[index - 1]?.text === "@";
    if (token.kind !== "name" || !(annotated || token.text === "library" || token.text === "lib")) return [];
    const texts = argumentsAfter(tokens, index).filter(({ kind }) => kind === "text");
    return texts.map(({ text }) => text).filter((text) => /^[\w.-]+(@|$)/.test(text));
  });
}

/** The tokens in the parentheses after a name; without parentheses, the rest of its line. */
function argumentsAfter(tokens: readonly Token[], index: number): readonly Token[] {
  if (tokens[index + 1]?.text === "(") return tokens.slice(index + 2, closing(tokens, index + 1));
  const rest = tokens.slice(index + 1);
  const end = rest.findIndex((it) => it.kind === "newline" || it.text === "{");
  return rest.slice(0, end === -1 ? rest.length : end);
}
