import type { CodeEntry } from "../catalogue.ts";

/** SW2xx: what is wrong with one spec by its schema. */
export const shape = {
  SW201: {
    title: "Unknown key",
    severity: "error",
    explanation:
      "A key that nobody reads would be a decision that nobody carries out, such as an approval with a slip in its name.",
  },
  SW202: {
    title: "Missing key",
    severity: "error",
    explanation: "The key has no default that would be right for every site.",
  },
  SW203: {
    title: "Wrong type",
    severity: "error",
    explanation:
      "The value is of another type than the key. Versions are quoted: 1.20 is a number, and the same one as 1.2.",
  },
  SW204: {
    title: "Not one of the values",
    severity: "error",
    explanation: "The key takes one of a few values; any other would have no meaning.",
  },
  SW205: {
    title: "Wrong form",
    severity: "error",
    explanation:
      "The value becomes a name or an address in another tool (a Jenkins job, a DNS label, a Groovy identifier, an image, a git URL), which would refuse it later, in a build.",
  },
  SW206: {
    title: "Out of bounds",
    severity: "error",
    explanation: "The number, the length or the count is outside of what the key takes.",
  },
  SW207: {
    title: "Item twice",
    severity: "error",
    explanation: "The list is a set: an item that stands twice is a copy or a slip.",
  },
  SW208: {
    title: "Image without a digest",
    severity: "error",
    explanation:
      "A tag may point to another image tomorrow. A base image is pinned by its digest, so that the same commit is built on the same base.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
