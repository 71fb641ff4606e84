import type { Position } from "../model/origin.ts";
import type { Located, Span, SpecDocument } from "./document.ts";

/** The team that owns a place in a service spec: the owner of its stage, otherwise of the first stage; null without owners. */
export function ownerAt(document: SpecDocument, at: Position): string | null {
  const entries = entriesOf(document);
  const stages = document.root?.entries?.get("stages")?.node.items ?? [];
  const [key] = entries.findLast(([, { key: span }]) => !isAfter(span.at, at)) ?? [];
  const stage = key === "stages" ? stages.findLast(({ span }) => !isAfter(span.at, at)) : undefined;
  return ownerOf(stage) ?? stages.map(ownerOf).find((owner) => owner !== null) ?? null;
}

const knownEntries = new WeakMap<SpecDocument, readonly Entry[]>();

type Entry = readonly [key: string, entry: { readonly key: Span }];

/** The keys of a document, listed once: a file can have thousands of findings. */
function entriesOf(document: SpecDocument): readonly Entry[] {
  const entries = knownEntries.get(document) ?? [...(document.root?.entries ?? [])];
  knownEntries.set(document, entries);
  return entries;
}

function ownerOf(stage: Located | undefined): string | null {
  const owner = stage?.entries?.get("owner")?.node.value;
  return typeof owner === "string" ? owner : null;
}

function isAfter(one: Position, other: Position): boolean {
  return one.line > other.line || (one.line === other.line && one.column > other.column);
}
