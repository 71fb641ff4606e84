import { createHash } from "node:crypto";
import type { Library } from "../model/platform.ts";

/** The SHA-256 of each file of the site's own code, by its path in the library. */
export function ownHashes({ ownPart }: Pick<Library, "ownPart">): Record<string, string> {
  const files = ownPart?.files ?? [];
  return Object.fromEntries(files.map(({ path, text }) => [path, createHash("sha256").update(text).digest("hex")]));
}
