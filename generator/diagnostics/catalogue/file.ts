import type { CodeEntry } from "../catalogue.ts";

/** SW1xx: problems of files and their YAML, found before any key is checked. */
export const file = {
  SW101: {
    slug: "yaml/syntax",
    title: "YAML syntax error",
    severity: "error",
    explanation:
      "The file is not valid YAML. Stagewright reports only the first syntax error of a file and checks nothing else in it, because further errors would be guesses.",
  },
  SW102: {
    slug: "yaml/duplicate-key",
    title: "Duplicate key",
    severity: "error",
    explanation:
      "The mapping contains the same key twice. YAML readers silently use the first or the last one, so the value that applies is not clear.",
  },
  SW103: {
    slug: "yaml/unknown-alias",
    title: "Unknown YAML alias",
    severity: "error",
    explanation:
      "In YAML, an unquoted value that starts with `*` is an alias: it repeats the value of the anchor (`&name`) earlier in the same file. This anchor does not exist, or the alias is inside its own anchor. Quote the value if it is a plain text such as a file pattern.",
  },
  SW104: {
    slug: "yaml/several-documents",
    title: "Several YAML documents in one file",
    severity: "error",
    explanation: "A spec file contains exactly one YAML document. Everything after `---` would be ignored.",
  },
  SW105: {
    slug: "yaml/not-a-mapping",
    title: "Spec is not a mapping",
    severity: "error",
    explanation: "A spec file is a mapping of keys to values. This file contains a list or a single value.",
  },
  SW106: {
    slug: "yaml/empty-file",
    title: "Empty file",
    severity: "error",
    explanation:
      "The file contains no value. An empty platform spec would remove all generated files; an empty service file is probably unfinished.",
  },
  SW107: {
    slug: "yaml/invalid-key",
    title: "Key is not a text",
    severity: "error",
    explanation:
      "Keys are plain names. A list, a mapping or an empty key is not allowed, and neither is a name that JavaScript reserves, such as `__proto__`.",
  },
  SW108: {
    slug: "yaml/merge-key",
    title: "YAML merge key",
    severity: "error",
    explanation:
      "The merge key `<<` is not part of YAML 1.2: some readers merge the mappings, others see a key with the name `<<`. Use an alias for a whole value, or write out the keys.",
  },
  SW109: {
    slug: "yaml/unsupported-value",
    title: "Unsupported YAML tag or value",
    severity: "error",
    explanation:
      "Specs contain text, numbers, true and false, lists and mappings. YAML readers disagree about the meaning of tags, infinite numbers and dates.",
  },
  SW110: {
    slug: "yaml/too-many-values",
    title: "Spec is too large",
    severity: "error",
    explanation:
      "A spec file has at most 2,000,000 characters, 100 levels of lists and mappings, and 100,000 values after aliases are resolved. Larger numbers come from aliases of aliases, or from a file that is not a spec, and exhaust the memory.",
  },
  SW111: {
    slug: "yaml/invalid-character",
    title: "Invalid character",
    severity: "error",
    explanation:
      "The text contains NUL, half of a surrogate pair, U+FFFE or U+FFFF. These characters cannot be written to a UTF-8 file or passed to a program without changing the text.",
  },
  SW112: {
    slug: "files/no-match",
    title: "Pattern matches no file",
    severity: "error",
    explanation:
      "An entry of `services` or `site.dockerfiles` matches no file, or matches a link to a file that does not exist. Without this error, a typo would look like a removed service, and `stagewright generate` would remove its generated files.",
  },
  SW113: {
    slug: "files/other-extension",
    title: "File with another extension",
    severity: "warning",
    explanation:
      "A file next to the services has the extension `.yml` where `services` has `.yaml`, or the other way round. It is not read, so its service has no pipeline.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
