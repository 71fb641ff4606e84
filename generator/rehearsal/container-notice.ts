import type { Timeline } from "./timeline.ts";

/** A note that scripts for containers ran as processes of this machine; null if there were none. */
export function containerNotice({ builds }: Pick<Timeline, "builds">): string | null {
  const scripts = builds
    .flatMap(({ steps }) => steps)
    .filter(({ name, container }) => name === "sh" && container !== "");
  const names = [...new Set(scripts.map(({ container }) => container))].sort();
  if (names.length === 0) return null;
  const which = names.length === 1 ? `the container ${names[0]}` : `the containers ${names.join(", ")}`;
  return `note: no container ran: the scripts for ${which} are processes of this machine, with its tools\n`;
}
