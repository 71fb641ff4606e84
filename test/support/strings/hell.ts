import fc from "fast-check";

/** Texts that are hard to quote. `CANARY` is replaced with a command or an expression that would leave a mark. */
const pieces: readonly string[] = [
  ...[
    "'",
    '"',
    "`",
    "'''",
    '"""',
    "\\",
    "\\\\",
    "\\'",
    "\\u0027",
    "\\u",
    "\\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\b",
    "\x1b",
  ],
  ...["$", "$$", "$HOME", "${HOME}", "$(", ")", "${", "}", "#{x}", "%s", "%(x)s", "{{x}}", "{{{x}}}", "{{> x}}", "{"],
  ...["[[", "<%= x %>", "/*", "*/", "//", "#", "# x", " #", "<!--", "-->", "<b>", "&amp;", "&", "|", "*", "_", "~~"],
  ...["[a](b)", "![", "<", ">", "!", "?", ";", "&&", "--", "-x", "=", ",", ", ", ":", ": ", "- ", " ", "  ", "@", "%"],
  ...["^", "..", "/", "\x7f", "\x85", "null", "~", "true", "yes", "012", "1:30", "1e3", "!!str", "&a", "*a", "---"],
  ...[
    "...",
    "é",
    "€",
    "漢字",
    "\u{1f600}",
    "\u{1f468}\u200d\u{1f4bb}",
    "e\u0301",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
  ],
  ...["\u2028", "\u2029", "\u00a0", "$(CANARY)", "`CANARY`", "';CANARY;'", '";CANARY;"', "\nCANARY\n", "|CANARY"],
  ...["${'CANARY'.execute()}", "'+'CANARY'.execute()+'", "*/'CANARY'.execute()/*"],
];

/** Texts that files and programs cannot contain: NUL, half a surrogate pair, and Unicode noncharacters. */
export const impossible: readonly string[] = ["\0", "\ud800", "\udfff", "\uffff", "\ufffe"];

/** A text of several such pieces that a key allows; `canary` is the command that they would run. */
export function hell(canary: string, admits: (piece: string) => boolean = () => true): fc.Arbitrary<string> {
  const usable = pieces.map((piece) => piece.replaceAll("CANARY", canary)).filter(admits);
  return fc.array(fc.constantFrom(...usable), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
}
