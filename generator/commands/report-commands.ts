/** Commands that are run by people, not by hooks: bundled apart, so that a hook does not load them. */
export { explain } from "./explain.ts";
export { graph } from "./graph.ts";
export { init } from "./init.ts";
export { schema } from "./schema.ts";
