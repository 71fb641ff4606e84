import type { Candidates } from "../../spec/specs.ts";

/** Names that a section of the platform spec defines, even if other parts have errors; null if it cannot be read. */
export function knownNames({ platformDocument }: Candidates, ...section: readonly string[]): readonly string[] | null {
  if (platformDocument.root === null) return null;
  const node = platformDocument.find(section);
  if (node === null) return [];
  return node.entries === null ? null : [...node.entries.keys()];
}
