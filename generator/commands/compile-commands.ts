/** Commands that compile or check the specs. They are in a bundle of their own, so that a run from the cache does not load them. */
export { apiCheck } from "./api-check.ts";
export { apiDiff } from "./api-diff.ts";
export { check } from "./check.ts";
export { dialect } from "./dialect.ts";
export { diff } from "./diff.ts";
export { generate } from "./generate.ts";
export { owners } from "./owners.ts";
export { release } from "./release.ts";
export { validate } from "./validate.ts";
