export { baseOf, type Reference, referencesOf } from "./references.ts";
