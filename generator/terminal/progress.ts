import type { Console } from "./console.ts";

/** The number of services or files from which the work takes noticeable time; fewer take less than a second. */
const LONG = 20;

/** Shows progress on a terminal during long work, and removes it afterwards. */
export function working<T>(
  what: readonly [verb: string, count: number, things: string],
  console: Console,
  work: () => T,
): T {
  const [verb, count, things] = what;
  if (count < LONG) return work();
  console.progress(`${verb} ${count} ${things} …`);
  try {
    return work();
  } finally {
    console.progress(null);
  }
}
