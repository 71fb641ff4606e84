import type { Call } from "../../api/consumers/calls.ts";
import type { Token } from "../../api/consumers/tokens.ts";

const CLOSES: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

interface Open {
  readonly closedBy: string;
  /** The name before the bracket; null for another bracket. */
  readonly owner: Token | null;
}

/** For each call, the names of the calls in whose blocks or arguments it is, from the outside. */
export function enclosingCalls(tokens: readonly Token[], calls: readonly Call[]): Map<Token, readonly string[]> {
  const names = new Set(calls.map(({ name }) => name));
  const found = new Map<Token, readonly string[]>();
  const open: Open[] = [];
  let closed: Token | null = null;
  tokens.forEach((token, index) => {
    if (names.has(token))
      found.set(
        token,
        open.flatMap(({ owner }) => owner?.text ?? []),
      );
    if (token.kind !== "sign") return;
    const closedBy = CLOSES[token.text];
    if (closedBy !== undefined) {
      const before = tokens[index - 1];
      // A block after arguments belongs to the name before them.
      const owner = before?.kind === "name" ? before : before?.text === ")" && token.text === "{" ? closed : null;
      open.push({ closedBy, owner });
    } else if (token.text === open.at(-1)?.closedBy) closed = open.pop()?.owner ?? null;
  });
  return found;
}
