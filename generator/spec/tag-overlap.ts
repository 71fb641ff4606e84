import { canBeEqual, character, many, oneOf, type Part, partsOf } from "./pattern-overlap.ts";

/** A pattern of image tags, for the commits of a branch or git tag, or of a pattern of them. */
export interface TagPattern {
  readonly full: string;
  readonly name: string;
}

/** Whether two patterns can have the same text, after the library replaced the characters that no image tag can have. */
export function sameTag(one: TagPattern, other: TagPattern): boolean {
  return canBeEqual(partsOfTag(one), partsOfTag(other));
}

/** Whether builds with different numbers always have different texts in two patterns: both numbers are in the same place. */
export function sameNumberPlace(one: string, other: string): boolean {
  const [first, second] = [ends(one), ends(other)];
  return (
    (first.before !== null && first.before === second.before) || (first.after !== null && first.after === second.after)
  );
}

/** Whether only a digit, or nothing, separates {build} from a placeholder: `1` and 12 are the same text as `11` and 2. */
export function hidesNumber(pattern: string): boolean {
  return /\{(?!build\})\w+\}\d*\{build\}|\{build\}\d*\{(?!build\})\w+\}/.test(pattern);
}

/** The text from the start to the number, and from the number to the end, if it is the same for all builds and ends the number. */
function ends(pattern: string): { before: string | null; after: string | null } {
  const before = /^([^{}]*)\{build\}(?:$|[^\d{])/.exec(pattern)?.[1] ?? null;
  const after = /(?:^|[^\d}])\{build\}([^{}]*)$/.exec(pattern)?.[1] ?? null;
  return { before, after };
}

function partsOfTag({ full, name }: TagPattern): Part[] {
  return (full.match(/\{[^{}]*\}|[\s\S]/g) ?? []).flatMap((part) => {
    switch (part) {
      case "{build}":
        return [oneOf(isDigit), many(isDigit)];
      case "{branch}":
      case "{tag}":
        return partsOf(name).map((it) => (it.startsWith("*") ? many(isOfTag) : character(replaced(it))));
      case "{project}":
        return version();
      default:
        return part.startsWith("{") ? [many(isOfTag)] : [character(replaced(part))];
    }
  });
}

/** A version of an application: a number, and perhaps a hyphen and the name of a pre-release. */
function version(): Part[] {
  const rest = many((char) => isDigit(char) || isLetter(char) || char === ".");
  return [oneOf(isDigit), rest, { ...character("-"), skip: 3 }, oneOf(isLetter), rest];
}

function replaced(char: string): string {
  return isOfTag(char) ? char : "-";
}

function isOfTag(char: string): boolean {
  return isDigit(char) || isLetter(char) || [".", "_", "-"].includes(char);
}

function isLetter(char: string): boolean {
  return /^[A-Za-z]$/.test(char);
}

function isDigit(char: string): boolean {
  return /^[0-9]$/.test(char);
}
