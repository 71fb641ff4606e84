import type { CodeEntry } from "../catalogue.ts";

/** SW1xx: what is wrong with a file before anything is known of its keys. */
export const file = {
  SW101: {
    title: "Not YAML",
    severity: "error",
    explanation:
      "The file cannot be read as YAML. Nothing else is said of it until it can: what follows from a syntax error is guesswork.",
  },
  SW102: {
    title: "Key twice",
    severity: "error",
    explanation:
      "Of a key that stands twice in one mapping YAML readers take the first or the last, silently. Nothing says which of them its author meant.",
  },
  SW103: {
    title: "Alias of nothing",
    severity: "error",
    explanation:
      "An alias stands for the anchor of its name before it in the same file. Without one, or within its own anchor, it stands for nothing.",
  },
  SW104: {
    title: "Several documents",
    severity: "error",
    explanation: "A spec file is one YAML document. What follows `---` would be lost.",
  },
  SW105: {
    title: "Not a mapping",
    severity: "error",
    explanation: "A spec file is a mapping of keys to values, not a list or a single text.",
  },
  SW106: {
    title: "Empty file",
    severity: "error",
    explanation:
      "The file holds no value. An empty platform spec would remove everything; an empty service file is a mistake or not finished.",
  },
  SW107: {
    title: "Key that is not a text",
    severity: "error",
    explanation:
      "Keys are plain names. A list, a mapping or nothing as a key, and names that JavaScript keeps for itself, cannot be looked up.",
  },
  SW108: {
    title: "Merge key",
    severity: "error",
    explanation:
      "`<<` is not part of YAML 1.2: some readers merge, some see a key of that name. An alias stands for a whole value everywhere.",
  },
  SW109: {
    title: "Tag or value of another kind",
    severity: "error",
    explanation:
      "Specs hold text, numbers, true and false, lists and mappings. Tags, infinities and dates of other YAML dialects mean different things to different readers.",
  },
  SW110: {
    title: "Too many values",
    severity: "error",
    explanation:
      "A spec holds at most 100,000 values once its aliases are followed. More comes from aliases of aliases, which exhaust memory.",
  },
  SW111: {
    title: "Character that nothing can hold",
    severity: "error",
    explanation:
      "NUL ends a text for every program, half of a surrogate pair cannot be written as UTF-8, and U+FFFE and U+FFFF are no characters. A text with one of them would arrive as another one.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
