import type { Console } from "./console.ts";

/** From how many services or files on people notice that they wait; fewer are done within a second. */
const LONG = 20;

/** Says on a terminal what goes on while long work is done, and wipes it out afterwards. */
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
