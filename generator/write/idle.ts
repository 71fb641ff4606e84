import { Failure } from "../diagnostics/failure.ts";
import { type Comparison, compare, type Expected } from "./compare.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { lockOwner, pause, type Wait } from "./lock.ts";
import { Containment, ownFolder } from "./paths.ts";

/**
 * Compares the output folder while no other run writes to it, without a lock of its own. Waits for other runs; throws a
 * Failure if that takes too long.
 */
export function compareWhenIdle(
  out: string,
  expected: Expected,
  wait: Wait,
  fs: FileSystem = nodeFileSystem,
): Comparison {
  const containment = new Containment(out, fs);
  const end = Date.now() + wait.limit;
  for (let round = 0; ; round += 1) {
    const before = stateOf(containment, fs);
    if (before.owner === null) {
      const result = attempt(() => compare(out, expected, fs));
      const after = stateOf(containment, fs);
      // A run that started meanwhile changes the tool's own folder first.
      const idle = after.owner === null && after.changed === before.changed;
      if (idle && "error" in result) throw result.error;
      if (idle && "value" in result) return result.value;
    }
    if (Date.now() >= end) throw busy(before.owner ?? "several processes");
    if (round === 20) wait.notify(`waiting for another run (${before.owner ?? "several processes"}) …\n`);
    pause(round < 20 ? 10 : 50);
  }
}

function stateOf(containment: Containment, fs: FileSystem) {
  // Throws a Failure if the output folder is a file, or below one.
  const path = containment.resolve(ownFolder);
  const stats = fs.lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return { owner: lockOwner(containment, fs), changed: stats === undefined ? "" : `${stats.ino} ${stats.ctimeNs}` };
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function busy(owner: string): Failure {
  return new Failure(
    `another run (${owner}) is writing to the output folder`,
    1,
    "run the command again after it ends",
  );
}
