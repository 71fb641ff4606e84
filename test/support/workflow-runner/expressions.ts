/** The values that expressions of a workflow read: `github`, `needs`, `secrets` and others. */
export type Contexts = Readonly<Record<string, unknown>>;

type Token = { readonly kind: "text" | "name" | "sign"; readonly value: string };

/** Replaces each `${{ … }}` of a text. A text that is one expression becomes a text, too, as in `env`. */
export function fillText(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => toText(evaluate(expression, contexts)));
}

/** Whether a condition holds. It may have no `${{ }}` around it. */
export function holds(condition: string, contexts: Contexts): boolean {
  return Boolean(evaluate(condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1"), contexts));
}

/** Evaluates an expression of the part of GitHub's language that generated workflows use. Throws an error for any other. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const parser = new Parser(tokensOf(expression), contexts);
  const value = parser.or();
  parser.end();
  return value;
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function tokensOf(expression: string): Token[] {
  const found: Token[] = [];
  const pattern = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[!().,[\]]))/gy;
  let end = 0;
  for (const match of expression.trimEnd().matchAll(pattern)) {
    const [whole, text, name, sign] = match;
    end = (match.index ?? 0) + whole.length;
    if (text !== undefined) found.push({ kind: "text", value: text.replaceAll("''", "'") });
    else found.push(name === undefined ? { kind: "sign", value: sign ?? "" } : { kind: "name", value: name });
  }
  if (end !== expression.trimEnd().length) throw new Error(`the stand-in does not know the expression ${expression}`);
  return found;
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly contexts: Contexts,
  ) {}

  end(): void {
    if (this.at !== this.tokens.length) throw new Error(`the stand-in does not know ${JSON.stringify(this.tokens)}`);
  }

  or(): unknown {
    let value = this.and();
    while (this.take("||")) {
      const other = this.and();
      value = value || other;
    }
    return value;
  }

  private and(): unknown {
    let value = this.equal();
    while (this.take("&&")) {
      const other = this.equal();
      value = value && other;
    }
    return value;
  }

  private equal(): unknown {
    const value = this.not();
    // GitHub converts null and an empty text to the same number.
    if (this.take("==")) return (value ?? "") === (this.not() ?? "");
    if (this.take("!=")) return (value ?? "") !== (this.not() ?? "");
    return value;
  }

  private not(): unknown {
    return this.take("!") ? !this.not() : this.primary();
  }

  private primary(): unknown {
    if (this.take("(")) {
      const value = this.or();
      this.require(")");
      return value;
    }
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.kind === "text") return token.value;
    if (token?.kind !== "name") throw new Error(`the stand-in does not know ${JSON.stringify(this.tokens)}`);
    return this.take("(") ? this.call(token.value) : this.properties(this.contexts[token.value]);
  }

  private properties(start: unknown): unknown {
    let value = start;
    while (this.take(".")) {
      const name = this.tokens[this.at]?.value ?? "";
      this.at += 1;
      value = (value as Readonly<Record<string, unknown>> | undefined)?.[name] ?? null;
    }
    return value;
  }

  private call(name: string): unknown {
    const given: unknown[] = [];
    while (!this.take(")")) {
      given.push(this.or());
      this.take(",");
    }
    switch (name) {
      case "always":
        return true;
      case "success":
        return this.contexts.failed !== true;
      case "contains":
        return (given[0] as string | readonly unknown[]).includes(given[1] as string);
      case "fromJSON":
        return JSON.parse(String(given[0]));
      default:
        throw new Error(`the stand-in does not know the function ${name}`);
    }
  }

  private take(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || token.value !== sign) return false;
    this.at += 1;
    return true;
  }

  private require(sign: string): void {
    if (!this.take(sign)) throw new Error(`the stand-in expects ${sign}`);
  }
}
