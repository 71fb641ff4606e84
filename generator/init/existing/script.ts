import { argumentsOf, type Call, closing, findCalls, levelsOf } from "../../api/consumers/calls.ts";
import { type Token, tokenize } from "../../api/consumers/tokens.ts";
import { enclosingCalls } from "./enclosing.ts";
import type { Where } from "./facts.ts";

/** The text of a literal; `constant` if Groovy puts no values into it. */
export interface Literal {
  readonly text: string;
  readonly constant: boolean;
}

/** More levels of brackets, or texts that are longer after their variables are put in, are not what people write. */
const MOST_LEVELS = 100;
const LONGEST_TEXT = 10_000;

const QUOTES = ["'''", '"""', "'", '"'];

/** A Jenkinsfile, as tokens and calls; nothing in it is executed. */
export class Script {
  readonly tokens: readonly Token[];
  readonly calls: readonly Call[];
  /** The texts of the variables that are set once, to a constant. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether the file has too many levels to read; then it has no calls. */
  readonly isTooDeep: boolean;
  private readonly places = new Map<Token, number>();
  private readonly enclosing: ReadonlyMap<Token, readonly string[]>;

  constructor(
    readonly file: string,
    private readonly text: string,
  ) {
    this.tokens = tokenize(text);
    this.isTooDeep = levelsOf(this.tokens) > MOST_LEVELS;
    this.calls = this.isTooDeep ? [] : findCalls(this.tokens);
    this.tokens.forEach((token, index) => {
      this.places.set(token, index);
    });
    this.enclosing = enclosingCalls(this.tokens, this.calls);
    const variables = new Map<string, string>();
    this.variables = variables;
    addVariables(this, variables);
  }

  where({ line }: Pick<Token, "line">, below = 0): Where {
    return { file: this.file, line: line + below };
  }

  /** The names of the calls in whose blocks or arguments a call is, from the outside. */
  around({ name }: Call): readonly string[] {
    return this.enclosing.get(name) ?? [];
  }

  /** The index of a token; -1 for one in a `${…}` of a text. */
  indexOf(token: Token): number {
    return this.places.get(token) ?? -1;
  }

  /** The tokens of the block that follows a call, or of its arguments. */
  bodyOf({ name }: Call): readonly Token[] {
    const start = this.indexOf(name);
    if (start === -1) return [];
    const open = this.tokens[start + 1];
    const end = closing(this.tokens, start + 1);
    if (open?.text === "(" && this.tokens[end + 1]?.text === "{")
      return this.tokens.slice(end + 2, closing(this.tokens, end + 1));
    if (open?.text === "{" || open?.text === "(") return this.tokens.slice(start + 2, end);
    let block = start + 1;
    while (block < this.tokens.length && this.tokens[block]?.kind !== "newline" && this.tokens[block]?.text !== "{")
      block += 1;
    return this.tokens[block]?.text === "{" ? this.tokens.slice(block + 1, closing(this.tokens, block)) : [];
  }

  /** The constant text of an argument by its name; null if it is missing or no constant. */
  named({ arguments: all }: Call, name: string): string | null {
    const found = all.find((it) => it.name?.text === name);
    const literal = found === undefined ? null : this.literal(found.value);
    return literal?.constant ? literal.text : null;
  }

  /** The first argument without a name. */
  first({ arguments: all }: Call, index = 0): Literal | null {
    const found = all.filter(({ name }) => name === null)[index];
    return found === undefined ? null : this.literal(found.value);
  }

  /** The constant texts of a list, or of a single text. */
  list(value: readonly Token[]): readonly string[] | null {
    if (value[0]?.text !== "[") {
      const literal = this.literal(value);
      return literal?.constant ? [literal.text] : null;
    }
    const items = argumentsOf(value.slice(1, closing(value, 0))).map((it) => this.literal(it.value));
    return items.every((it) => it?.constant) ? items.map((it) => it?.text ?? "") : null;
  }

  /** A text, a variable with a known text, or a sum of these; null for other code. Unknown values stay as `${NAME}`. */
  literal(value: readonly Token[]): Literal | null {
    let text = "";
    let constant = true;
    for (const [index, token] of value.entries()) {
      if (token.kind === "sign" && (token.text === "+" || token.text === ".")) continue;
      if (token.kind === "name" && token.text === "env" && value[index + 1]?.text === ".") continue;
      const piece = this.piece(token);
      if (piece === null) return null;
      text += piece.text;
      constant &&= piece.constant && text.length <= LONGEST_TEXT;
    }
    return value.length === 0 ? null : { text, constant };
  }

  private piece(token: Token): Literal | null {
    if (token.kind === "number") return { text: token.text, constant: true };
    if (token.kind === "name") {
      if (token.text === "true" || token.text === "false") return { text: token.text, constant: true };
      const known = this.variables.get(token.text);
      return { text: known ?? `\${${token.text}}`, constant: known !== undefined };
    }
    return token.kind === "text" ? this.resolve(this.raw(token)) : null;
  }

  /** The text of a token as it is in the file, with the names of the values that Groovy puts in. */
  private raw({ offset, text }: Token): Literal {
    const quote = QUOTES.find((it) => this.text.startsWith(it, offset));
    if (quote === undefined) return { text, constant: true };
    let end = offset + quote.length;
    while (end < this.text.length && !this.text.startsWith(quote, end)) end += this.text[end] === "\\" ? 2 : 1;
    const raw = this.text.slice(offset + quote.length, end);
    const interpolated = quote.startsWith('"') && /(?<!\\)\$[{A-Za-z_]/.test(raw);
    return { text: raw.replaceAll(/\\(['"\\$])/g, "$1"), constant: !interpolated };
  }

  private resolve({ text, constant }: Literal): Literal {
    if (constant || text.length > LONGEST_TEXT) return { text, constant };
    const resolved = text.replaceAll(
      /\$\{(?:env\.|params\.)?([A-Za-z_]\w*)\}|\$(?:env\.|params\.)?([A-Za-z_]\w*)/g,
      (found, one?: string, two?: string) => this.variables.get(one ?? two ?? "") ?? found,
    );
    // Each variable can contain the one before it twice.
    if (resolved.length > LONGEST_TEXT) return { text: "", constant: false };
    return { text: resolved, constant: !/\$[{A-Za-z_]/.test(resolved) };
  }
}

/** `NAME = 'text'`, also in `environment` and after `def`; the text may contain earlier names. A name with two values has no known text. */
function addVariables(script: Script, found: Map<string, string>): void {
  const several = new Set<string>();
  script.tokens.forEach((token, index) => {
    const [equal, value, after] = script.tokens.slice(index + 1, index + 4);
    if (token.kind !== "name" || equal?.text !== "=" || equal.kind !== "sign" || value?.kind !== "text") return;
    if (after !== undefined && after.kind !== "newline" && after.text !== "}" && after.text !== ";") return;
    const literal = script.literal([value]);
    if (found.has(token.text)) several.add(token.text);
    if (literal?.constant) found.set(token.text, literal.text);
  });
  for (const name of several) found.delete(name);
}
