/** A part of a pattern: one character of a set, or any number of them. Sets contain whole classes of characters. */
export interface Part {
  /** The only character of the set; null for a set with more. */
  readonly only: string | null;
  readonly has: (char: string) => boolean;
  readonly many: boolean;
  /** The number of parts from this one that a text can lack; 0 for none. */
  readonly skip: number;
}

/** One character of each class. */
const CLASSES = ["0", "a", ".", "_", "-", "/"];

/** Whether a name can match both patterns of branches or tags: `*` is any text without a slash, `**` any text. */
export function overlap(one: string, other: string): boolean {
  return canBeEqual(partsOfNames(one), partsOfNames(other));
}

function partsOfNames(pattern: string): Part[] {
  return partsOf(pattern).map((part) => {
    if (part === "**") return many(() => true);
    return part === "*" ? many((char) => char !== "/") : character(part);
  });
}

/** The characters and wildcards of a pattern of branches or tags. */
export function partsOf(pattern: string): string[] {
  return pattern.match(/\*\*?|[^*]/gs) ?? [];
}

export function character(only: string): Part {
  return { only, has: (char) => char === only, many: false, skip: 0 };
}

export function oneOf(has: Part["has"]): Part {
  return { only: null, has, many: false, skip: 0 };
}

export function many(has: Part["has"]): Part {
  return { only: null, has, many: true, skip: 1 };
}

/**
 * Whether a text can match both lists. Compares the rests of both, from their ends. The time grows with the product of the lengths;
 * a regular expression with many stars can take forever.
 */
export function canBeEqual(one: readonly Part[], other: readonly Part[]): boolean {
  const table: boolean[][] = [];
  const at = (i: number, j: number) => table[i]?.[j] === true;
  for (let i = one.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    table[i] = row;
    for (let j = other.length; j >= 0; j -= 1) {
      const [left, right] = [one[i], other[j]];
      row[j] =
        (left === undefined && right === undefined) ||
        (left !== undefined && left.skip > 0 && at(i + left.skip, j)) ||
        (right !== undefined && right.skip > 0 && at(i, j + right.skip)) ||
        (left !== undefined && right !== undefined && haveCommon(left, right) && at(...afterBoth(left, right, i, j)));
    }
  }
  return at(0, 0);
}

/** The rests after a common character. Two parts for many characters need none: one of them can end here. */
function afterBoth(left: Part, right: Part, i: number, j: number): [number, number] {
  return [left.many ? i : i + 1, right.many ? j : j + 1];
}

function haveCommon(one: Part, other: Part): boolean {
  if (one.only !== null) return other.has(one.only);
  if (other.only !== null) return one.has(other.only);
  return CLASSES.some((char) => one.has(char) && other.has(char));
}
