import type { Options } from "../terminal/console.ts";
import type { Comparison } from "../write/index.ts";
import { commandLine } from "./drift.ts";

/** The highest number of services that a run removes without `--force`. */
const MOST_REMOVED = 3;

/** Returns a message if the run would remove all files of more than a few services; else null. */
export function findMassRemoval({ files }: Comparison, options: Options & { readonly force: boolean }): string | null {
  if (options.force) return null;
  const own = files.filter(({ shard }) => shard.includes("/") && !shard.endsWith("/applications"));
  const serviceOf = (shard: string) => shard.slice(shard.indexOf("/") + 1);
  const wanted = new Set(own.filter((file) => file.wanted !== null).map(({ shard }) => serviceOf(shard)));
  const there = new Set(own.filter((file) => file.found !== null).map(({ shard }) => serviceOf(shard)));
  const removed = [...there].filter((service) => !wanted.has(service)).sort();
  if (removed.length <= MOST_REMOVED) return null;
  const shown = removed.slice(0, 5).join(", ");
  const more = removed.length > 5 ? ` and ${removed.length - 5} more` : "";
  return (
    `nothing was written, because the files of ${removed.length} services would be removed: ${shown}${more}\n` +
    `check the globs in services; to remove these services, run: ${commandLine("stagewright generate --force", options)}\n`
  );
}
