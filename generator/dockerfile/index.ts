export { copiedPaths } from "./copies.ts";
export { baseOf, type Reference, referencesOf, resolved } from "./references.ts";
