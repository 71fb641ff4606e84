import type { CodeEntry } from "../catalogue.ts";

/** SW2xx: problems that the schema of one spec finds. */
export const shape = {
  SW201: {
    slug: "keys/unknown",
    title: "Unknown key",
    severity: "error",
    explanation:
      "Stagewright does not read this key. If unknown keys were ignored, a typo in `approval` would silently remove the approval.",
  },
  SW202: {
    slug: "keys/missing",
    title: "Missing key",
    severity: "error",
    explanation: "The key is required. It has no default, because no value is right for every site.",
  },
  SW203: {
    slug: "values/wrong-type",
    title: "Wrong type",
    severity: "error",
    explanation:
      "The value has a different type than the key requires. Quote versions and other numbers that are texts: YAML reads `1.20` as the number 1.2.",
  },
  SW204: {
    slug: "values/not-allowed",
    title: "Value is not allowed",
    severity: "error",
    explanation: "The key accepts only a fixed set of values.",
  },
  SW205: {
    slug: "values/invalid-format",
    title: "Invalid format",
    severity: "error",
    explanation:
      "The value becomes a name or an address in another tool: a Jenkins job, a DNS label, a Groovy identifier, an image or a git URL. That tool would reject it later, during a build.",
  },
  SW206: {
    slug: "values/out-of-range",
    title: "Value out of range",
    severity: "error",
    explanation: "The number, the length or the number of items is outside the range that the key accepts.",
  },
  SW207: {
    slug: "values/duplicate-item",
    title: "Duplicate list item",
    severity: "error",
    explanation: "The list must not contain the same item twice. The second item is a copy or a typo.",
  },
  SW208: {
    slug: "images/missing-digest",
    title: "Image without a digest",
    severity: "error",
    explanation:
      "A tag can point to a different image tomorrow. Base images are pinned by digest, so that a commit is always built on the same base.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
