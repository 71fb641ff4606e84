import type { SpecDocument, SpecPath } from "../parse/document.ts";

/** A path for messages: `stages.image.engine`. List items appear by id, or by their number, starting at 1. */
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

/** Quotes keys with special characters. */
function plain(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
