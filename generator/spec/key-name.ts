import type { SpecDocument, SpecPath } from "../parse/document.ts";

/** A path as its users write it: `stages.image.engine`, a stage's id or the number, from 1, for its place in the list. */
export function keyName(document: SpecDocument, path: SpecPath): string {
  let value: unknown = document.value;
  let name = "";
  for (const step of path) {
    const list = Array.isArray(value);
    value = (value as Record<string, unknown> | undefined)?.[step];
    const id = (value as { id?: unknown } | null | undefined)?.id;
    if (!list) name += `.${plain(String(step))}`;
    else name += typeof id === "string" ? `.${id}` : `[${Number(step) + 1}]`;
  }
  return name.replace(/^\./, "");
}

/** Keys that would not be read as one are quoted. */
function plain(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
