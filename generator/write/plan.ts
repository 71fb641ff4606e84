import type { Comparison, FileStatus } from "./compare.ts";
import type { Change } from "./journal.ts";

/** The changes that a run makes. */
export interface WritePlan {
  readonly written: readonly FileStatus[];
  readonly removed: readonly FileStatus[];
  /** Files with manual edits; if there are any, the run writes nothing. */
  readonly refused: readonly FileStatus[];
  /** All changes for the transaction: removals first, because a file can replace a folder; the manifest last. */
  readonly changes: readonly Change[];
}

/** Decides which files to write and remove. `force` overwrites manual edits. */
export function planWrites({ files, shards }: Comparison, force: boolean): WritePlan {
  const open = files.filter((file) => file.state !== "clean");
  const refused = force ? [] : open.filter((file) => file.state === "changed");
  const written = open.filter((file) => file.wanted !== null);
  const removed = open.filter((file) => file.wanted === null);
  const recorded = shards.filter((shard) => shard.state !== "clean");
  return { written, removed, refused, changes: [...removed, ...written, ...recorded].map(toChange) };
}

function toChange({ path, wanted, found }: FileStatus): Change {
  return { path, before: found, after: wanted };
}
