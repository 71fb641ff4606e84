/** A bracket or quote that is open at an offset of a YAML text. */
export interface Opening {
  readonly char: string;
  readonly offset: number;
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/** Finds the innermost bracket or quote that is not closed before `end`; null if all are closed. */
export function openingBefore(text: string, end: number): Opening | null {
  const open: Opening[] = [];
  for (let offset = 0; offset < end; offset += 1) {
    const char = text.charAt(offset);
    const top = open.at(-1);
    if (char === "#" && /^$|\s/.test(text.charAt(offset - 1))) {
      offset = lineEnd(text, offset);
    } else if (startsToken(text, offset) && (char === "'" || char === '"')) {
      const close = endOfQuote(text, offset, end);
      if (close === null) return { char, offset };
      offset = close;
    } else if (CLOSING[char] !== undefined && (top !== undefined || startsToken(text, offset))) {
      open.push({ char, offset });
    } else if (top !== undefined && (char === "}" || char === "]")) {
      if (CLOSING[top.char] !== char) return top;
      open.pop();
    }
  }
  return open.at(-1) ?? null;
}

/** The character that closes a bracket or quote. */
export function closingOf(char: string): string {
  return CLOSING[char] ?? char;
}

function startsToken(text: string, offset: number): boolean {
  return offset === 0 || /[\s[{,:(]/.test(text.charAt(offset - 1));
}

function lineEnd(text: string, offset: number): number {
  const found = text.indexOf("\n", offset);
  return found === -1 ? text.length : found;
}

/** The offset of the closing quote; null if there is none before `end`. */
function endOfQuote(text: string, start: number, end: number): number | null {
  const quote = text.charAt(start);
  for (let offset = start + 1; offset < end; offset += 1) {
    const char = text.charAt(offset);
    if (quote === '"' && char === "\\") offset += 1;
    else if (char === quote && quote === "'" && text.charAt(offset + 1) === "'") offset += 1;
    else if (char === quote) return offset;
  }
  return null;
}
