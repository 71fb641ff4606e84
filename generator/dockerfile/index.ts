export { baseOf, type Reference, referencesOf, resolved } from "./references.ts";
