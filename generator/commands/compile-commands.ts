/** Commands that compile the specs or judge them: bundled apart, so that a run that need not compile does not load them. */
export { apiCheck } from "./api-check.ts";
export { apiDiff } from "./api-diff.ts";
export { check } from "./check.ts";
export { dialect } from "./dialect.ts";
export { diff } from "./diff.ts";
export { generate } from "./generate.ts";
export { owners } from "./owners.ts";
export { release } from "./release.ts";
export { validate } from "./validate.ts";
