/** The commands that run pipelines; the command line loads them when one of them runs. */
export { rehearse } from "./rehearse.ts";
export { test } from "./test.ts";
