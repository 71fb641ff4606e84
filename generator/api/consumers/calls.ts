import type { Token } from "./tokens.ts";

/** An argument of a call, named or positional. */
export interface Argument {
  /** Null for a positional argument, whose place is its first token. */
  readonly name: Token | null;
  readonly value: readonly Token[];
}

/** A call in the code: `name(…)`, `name a: 1` or `name {…}`. */
export interface Call {
  readonly name: Token;
  /** The name before the dot: `steps`; null without a dot. */
  readonly receiver: string | null;
  readonly form: "parentheses" | "command" | "block" | "name";
  readonly arguments: readonly Argument[];
  /** Whether a closure follows the parentheses. */
  readonly block: boolean;
}

const OPEN: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const STARTS_STATEMENT = new Set(["{", "}", ";", "->", ")"]);
const NO_CALLS = new Set(
  "if else for while do switch case default try catch finally return throw new def in as instanceof assert import package class interface enum extends implements static final void null true false this super break continue private public protected int long boolean".split(
    " ",
  ),
);
/** Operators that are words: the value before one is not a command. */
const OPERATORS = new Set(["in", "as", "instanceof"]);
const BEFORE_EXPRESSION = new Set(["return", "else", "assert", "throw", "in"]);

/** Every call in the code, in order, including calls in `${…}` of texts and in arguments. */
export function findCalls(tokens: readonly Token[]): Call[] {
  const calls: Call[] = [];
  tokens.forEach((token, index) => {
    for (const part of token.parts) calls.push(...findCalls(part));
    const call = token.kind === "name" && !NO_CALLS.has(token.text) ? callAt(tokens, index, token) : null;
    if (call !== null) calls.push(call);
  });
  return calls;
}

function callAt(tokens: readonly Token[], index: number, name: Token): Call | null {
  const before = tokens[index - 1];
  const dotted = before?.text === "." || before?.text === "?.";
  const receiver = dotted ? (tokens[index - 2]?.text ?? "") : null;
  if (before?.kind === "sign" && ["@", ".&", "*."].includes(before.text)) return null;
  if (isDeclared(before)) return null;
  const next = tokens[index + 1];
  if (next?.kind === "sign" && next.text === "(") {
    const end = closing(tokens, index + 1);
    const block = tokens[end + 1]?.text === "{" && tokens[end + 1]?.kind === "sign";
    const args = argumentsOf(tokens.slice(index + 2, end));
    return { name, receiver, form: "parentheses", arguments: args, block };
  }
  const chain = dotted ? tokens[index - 3] : before;
  if (!startsStatement(chain)) return null;
  if (next?.kind === "sign" && next.text === "{") return { name, receiver, form: "block", arguments: [], block: true };
  if (next === undefined || next.kind === "newline" || next.text === "}")
    return { name, receiver, form: "name", arguments: [], block: false };
  return startsArgument(next, tokens[index + 2], name)
    ? { name, receiver, form: "command", arguments: argumentsOf(commandOf(tokens, index + 1)), block: false }
    : null;
}

/** Whether the name is declared here, as in `def name(` or `String name(`. */
function isDeclared(before: Token | undefined): boolean {
  if (before?.kind !== "name") return before?.text === ">" || before?.text === "]";
  return !BEFORE_EXPRESSION.has(before.text);
}

function startsStatement(before: Token | undefined): boolean {
  if (before === undefined || before.kind === "newline") return true;
  if (before.kind === "name") return BEFORE_EXPRESSION.has(before.text);
  return before.kind === "sign" && (STARTS_STATEMENT.has(before.text) || before.text === "=");
}

/** Whether a token can start a command's arguments: no operator, and not the second name of a declaration. */
function startsArgument(next: Token, after: Token | undefined, name: Token): boolean {
  const apart = next.offset > name.offset + name.length;
  if (!apart) return false;
  if (next.kind === "text" || next.kind === "number") return true;
  if (next.kind === "name") return !OPERATORS.has(next.text) && after?.text !== "=" && after?.text !== "(";
  return next.text === "[";
}

/** A command has fewer tokens and brackets: each command of a long line would contain all that follow. */
const LONGEST = 200;

/** The tokens up to the end of the command: a bracket, comma or colon continues it on the next line. */
function commandOf(tokens: readonly Token[], start: number): readonly Token[] {
  let end = start;
  for (let count = 0; count < LONGEST; count += 1) {
    const token = tokens[end];
    if (token === undefined) break;
    const last = tokens[end - 1]?.text ?? "";
    if (token.kind === "newline" && last !== "," && last !== ":") break;
    if (token.kind === "sign" && ["}", ")", ";"].includes(token.text)) break;
    end = token.kind === "sign" && token.text in OPEN ? closing(tokens, end) + 1 : end + 1;
  }
  return tokens.slice(start, end);
}

/** The index of the bracket that closes the one at `open`; the number of tokens if none does. */
export function closing(tokens: readonly Token[], open: number): number {
  const waiting: string[] = [];
  for (let index = open; index < tokens.length; index += 1) {
    const { kind, text } = tokens[index] as Token;
    if (kind !== "sign") continue;
    if (text in OPEN) waiting.push(OPEN[text] ?? "");
    else if (text === waiting.at(-1)) waiting.pop();
    if (waiting.length === 0) return index;
  }
  return tokens.length;
}

/** The number of levels of brackets; a bracket that is never closed is a level to the end. */
export function levelsOf(tokens: readonly Token[]): number {
  const waiting: string[] = [];
  let most = 0;
  for (const { kind, text } of tokens) {
    if (kind !== "sign") continue;
    if (text in OPEN) most = Math.max(most, waiting.push(OPEN[text] ?? ""));
    else if (text === waiting.at(-1)) waiting.pop();
  }
  return most;
}

/** Splits tokens into arguments at the commas outside nested brackets. */
export function argumentsOf(tokens: readonly Token[]): Argument[] {
  const pieces: Token[][] = [[]];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === "sign" && token.text === ",") {
      pieces.push([]);
      continue;
    }
    const end = token.kind === "sign" && token.text in OPEN ? closing(tokens, index) : index;
    // The arguments of one call of `push` must fit on the stack.
    for (const it of tokens.slice(index, end + 1)) pieces.at(-1)?.push(it);
    index = end;
  }
  return pieces.map((piece) => piece.filter(({ kind }) => kind !== "newline")).flatMap(argumentOf);
}

function argumentOf(tokens: readonly Token[]): Argument[] {
  const [first, second] = tokens;
  if (first === undefined) return [];
  const named = (first.kind === "name" || first.kind === "text") && first.parts.length === 0 && second?.text === ":";
  return [named ? { name: first, value: tokens.slice(2) } : { name: null, value: tokens }];
}
