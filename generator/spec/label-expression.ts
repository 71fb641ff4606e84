type Tokens = readonly string[];

/** A name, a quoted name, an operator or a bracket. A dash before `>` belongs to the operator. */
const TOKEN = /\s*(&&|\|\||<->|->|[!()]|"(?:[^"\\]|\\.)*"|(?:-(?!>)|[^&|!<>()\s"'-])+)/y;

/** The operators between two operands, those that bind less first. An implication has no second one: its meaning would be unclear. */
const OPERATORS = [
  { text: "<->", repeats: true },
  { text: "->", repeats: false },
  { text: "||", repeats: true },
  { text: "&&", repeats: true },
];

/**
 * Why a text is no label expression of Jenkins; null if it is one. The grammar is the one of `LabelExpressionParser.g4` of
 * Jenkins 2.516. Jenkins does not fail with other texts: it waits for an agent that has the whole text as its name.
 */
export function labelObjection(text: string): string | null {
  const tokens = tokensOf(text);
  if (tokens?.length === 0) return "it is empty";
  if (tokens === null) return "it contains a character that is no operator and no part of a name";
  try {
    const end = readOperation(tokens, 0, 0);
    const next = tokens[end];
    if (next === undefined) return null;
    if (next === ")") return 'a ")" has no "("';
    return next === "->" ? 'a second "->" needs brackets' : `an operator is missing before "${next}"`;
  } catch (error) {
    if (error instanceof Objection) return error.message;
    throw error;
  }
}

class Objection extends Error {}

function tokensOf(text: string): Tokens | null {
  const tokens: string[] = [];
  const trimmed = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed);
    if (match === null) return null;
    tokens.push(match[1] ?? "");
  }
  return tokens;
}

/** Reads an operand and those that follow with the operators of a level; returns the index after them. */
function readOperation(tokens: Tokens, start: number, level: number): number {
  const operator = OPERATORS[level];
  if (operator === undefined) return readOperand(tokens, tokens[start] === "!" ? start + 1 : start);
  let end = readOperation(tokens, start, level + 1);
  for (let count = 0; tokens[end] === operator.text && (operator.repeats || count === 0); count += 1)
    end = readOperation(tokens, end + 1, level + 1);
  return end;
}

function readOperand(tokens: Tokens, start: number): number {
  const token = tokens[start];
  const before = tokens[start - 1];
  if (token === "(") {
    const end = readOperation(tokens, start + 1, 0);
    if (tokens[end] === ")") return end + 1;
    throw new Objection(
      tokens[end] === undefined ? 'a "(" is not closed' : `an operator is missing before "${tokens[end]}"`,
    );
  }
  if (token !== undefined && !["!", ")", "&&", "||", "->", "<->"].includes(token)) return start + 1;
  if (token === "!") throw new Objection('two "!" follow each other');
  throw new Objection(
    before === undefined ? `a label is missing before "${token}"` : `a label is missing after "${before}"`,
  );
}
