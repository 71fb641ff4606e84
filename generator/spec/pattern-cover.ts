import { partsOf } from "./pattern-overlap.ts";

/** More situations than patterns of people have. */
const LIMIT = 10_000;

/** A character that no pattern contains. */
const OTHER = "\0";

/**
 * Whether each name that matches a pattern also matches one of the others. Reads all names at the same time: a situation is the
 * place in the pattern, and all places in the others where they can be. False also for patterns with too many situations.
 */
export function isCovered(narrow: string, wides: readonly string[]): boolean {
  if (wides.includes(narrow)) return true;
  const parts = partsOf(narrow);
  // The places of the other patterns in one list; each pattern ends with an empty text.
  const places = wides.flatMap((wide) => [...partsOf(wide), ""]);
  const starts = places.flatMap((_, place) => (place === 0 || places[place - 1] === "" ? [place] : []));
  const characters = [...new Set([OTHER, "/", ...parts, ...places])].filter((it) => it !== "" && !it.startsWith("*"));
  const rest: [number, readonly number[]][] = [[0, withSkipped(places, starts)]];
  const seen = new Set<string>();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [at, others] = next;
    const key = `${at}:${others.join(",")}`;
    if (seen.has(key)) continue;
    if (seen.size >= LIMIT) return false;
    seen.add(key);
    const part = parts[at];
    if (part === undefined) {
      if (!others.some((place) => places[place] === "")) return false;
      continue;
    }
    const isMany = part.startsWith("*");
    if (isMany) rest.push([at + 1, others]);
    for (const char of characters.filter((it) => fits(part, it))) {
      rest.push([isMany ? at : at + 1, withSkipped(places, afterCharacter(places, others, char))]);
    }
  }
  return true;
}

function fits(part: string, char: string): boolean {
  return part === "**" || (part === "*" ? char !== "/" : part === char);
}

function afterCharacter(places: readonly string[], others: readonly number[], char: string): number[] {
  return others.flatMap((place) => {
    const part = places[place] ?? "";
    if (!fits(part, char)) return [];
    return [part.startsWith("*") ? place : place + 1];
  });
}

/** The places, and those after wildcards, which can be empty; sorted. */
function withSkipped(places: readonly string[], others: readonly number[]): number[] {
  const found = new Set<number>();
  for (const start of others) {
    let place = start;
    found.add(place);
    while (places[place]?.startsWith("*")) {
      place += 1;
      found.add(place);
    }
  }
  return [...found].sort((one, other) => one - other);
}
