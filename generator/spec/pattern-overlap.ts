/** A part of a pattern: one character of a set, or any number of them. */
interface Part {
  /** The only character of the set; null for a set with all digits. */
  readonly only: string | null;
  readonly has: (char: string) => boolean;
  readonly many: boolean;
}

/** Whether a name can match both patterns of branches or tags: `*` is any text without a slash, `**` any text. */
export function overlap(one: string, other: string): boolean {
  return canBeEqual(partsOfNames(one), partsOfNames(other));
}

/** Whether two patterns of versions can have the same text: {build} is a number, the other placeholders are any text. */
export function sameVersion(one: string, other: string): boolean {
  return canBeEqual(partsOfVersions(one), partsOfVersions(other));
}

function partsOfNames(pattern: string): Part[] {
  return partsOf(pattern).map((part) => {
    if (part === "**") return { only: null, has: () => true, many: true };
    return part === "*" ? { only: null, has: (char) => char !== "/", many: true } : character(part);
  });
}

/** The characters and wildcards of a pattern of branches or tags. */
export function partsOf(pattern: string): string[] {
  return pattern.match(/\*\*?|[^*]/gs) ?? [];
}

function partsOfVersions(pattern: string): Part[] {
  return (pattern.match(/\{[^{}]*\}|[\s\S]/g) ?? []).flatMap((part) => {
    if (part === "{build}") return [false, true].map((many) => ({ only: null, has: isDigit, many }));
    return part.startsWith("{") ? [{ only: null, has: () => true, many: true }] : [character(part)];
  });
}

function character(only: string): Part {
  return { only, has: (char) => char === only, many: false };
}

function isDigit(char: string): boolean {
  return /^[0-9]$/.test(char);
}

/**
 * Compares the rests of both patterns, from their ends. The time grows with the product of the lengths; a regular expression with
 * many stars can take forever.
 */
function canBeEqual(one: readonly Part[], other: readonly Part[]): boolean {
  let after: boolean[] = [];
  for (let i = one.length; i >= 0; i -= 1) {
    const now: boolean[] = [];
    for (let j = other.length; j >= 0; j -= 1) {
      const [left, right] = [one[i], other[j]];
      const [skipLeft, skipRight, both] = [after[j] === true, now[j + 1] === true, after[j + 1] === true];
      if (left === undefined || right === undefined) {
        now[j] = left === right || (left?.many === true && skipLeft) || (right?.many === true && skipRight);
        continue;
      }
      const common = haveCommon(left, right);
      // A part for any number of characters ends here, or its characters include the other part.
      now[j] =
        (left.many && (skipLeft || (common && skipRight))) ||
        (right.many && (skipRight || (common && skipLeft))) ||
        (!left.many && !right.many && common && both);
    }
    after = now;
  }
  return after[0] === true;
}

function haveCommon(one: Part, other: Part): boolean {
  if (one.only !== null) return other.has(one.only);
  return other.only === null || one.has(other.only);
}
