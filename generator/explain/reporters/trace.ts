import type { Position } from "../../model/origin.ts";
import type { Trace } from "../origin.ts";

const MAY = {
  replace: "may replace it",
  append: "may add to it",
  tighten: "may make it stricter",
  closed: "may not change it",
} as const;

/** Renders the origin of each value as text: the value, the line that sets it, and the lines that it overrides. */
export function renderTraces(traces: readonly Trace[]): string {
  return `${traces.map(renderTrace).join("\n")}\n`;
}

function renderTrace({ key, value, kind, at, inherited, replaced, lock }: Trace): string {
  const head = value === undefined ? key : `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
  const own = inherited === null ? "set" : `inherited from the platform's ${inherited}, set`;
  const from = kind === "default" ? "  the product's default; no spec sets it" : `  ${own}${place(at)}`;
  const before = replaced.map((it) => `  overrides ${it.key}${place(it.at)}`);
  const may = lock === null ? [] : [`  a service ${MAY[lock.may as keyof typeof MAY]}: ${lock.key}${place(lock.at)}`];
  return [head, from, ...before, ...may].join("\n");
}

function place(at: Position | null): string {
  return at === null ? "" : `, ${at.file}:${at.line}`;
}
