/** Commands that people run, not hooks. They are in a bundle of their own, so that a hook does not load them. */
export { explain } from "./explain.ts";
export { graph } from "./graph.ts";
export { init } from "./init.ts";
export { schema } from "./schema.ts";
