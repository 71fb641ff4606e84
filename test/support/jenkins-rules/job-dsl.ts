import { closing } from "../../../generator/api/consumers/calls.ts";
import { type Token, tokenize } from "../../../generator/api/consumers/tokens.ts";

/** A call in a Job DSL script: its method, its text arguments, and the calls in its block. */
export interface DslBlock {
  readonly method: string;
  readonly texts: readonly string[];
  readonly body: readonly DslBlock[];
}

/** Parses a Job DSL script that consists only of nested calls, like the generated ones. */
export function readJobDsl(script: string): readonly DslBlock[] {
  return blocks(tokenize(script).filter(({ kind }) => kind !== "newline"));
}

function blocks(tokens: readonly Token[]): DslBlock[] {
  const found: DslBlock[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const { kind, text: method } = tokens[index] as Token;
    if (kind !== "name") throw new Error(`Job DSL: a call is wanted, not ${method}`);
    let texts: string[] = [];
    let body: DslBlock[] = [];
    if (tokens[index + 1]?.text === "(") {
      const end = closing(tokens, index + 1);
      texts = tokens.slice(index + 2, end).flatMap((it) => (it.kind === "text" ? [it.text] : []));
      index = end;
    }
    if (tokens[index + 1]?.text === "{") {
      const end = closing(tokens, index + 1);
      body = blocks(tokens.slice(index + 2, end));
      index = end;
    }
    found.push({ method, texts, body });
  }
  return found;
}

/** The first text argument of the call at a path of nested calls; null if there is no such call. */
export function textAt(block: DslBlock | undefined, ...path: readonly string[]): string | null {
  return blockAt(block, ...path)?.texts[0] ?? null;
}

/** The block at a path of nested calls. */
export function blockAt(block: DslBlock | undefined, ...path: readonly string[]): DslBlock | undefined {
  return path.reduce<DslBlock | undefined>((at, method) => at?.body.find((it) => it.method === method), block);
}
