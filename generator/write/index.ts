/** Compares the output folder with the compiled files and changes it; no other code writes there. */
export { type Comparison, compare, type Expected, type FileState, type FileStatus } from "./compare.ts";
export type { Mode } from "./disk.ts";
export { type FileSystem, nodeFileSystem } from "./file-system.ts";
export { sha256 } from "./hash.ts";
export { compareWhenIdle } from "./idle.ts";
export { hasLeftovers, type Interrupted, isInUse } from "./journal.ts";
export { type Wait, waitLimit } from "./lock.ts";
export { type ManifestEntry, manifestFolder } from "./manifest.ts";
export { anyDiffers, outputMatches } from "./output-matches.ts";
export { Containment } from "./paths.ts";
export { planWrites, type WritePlan } from "./plan.ts";
export { Writer } from "./transaction.ts";
