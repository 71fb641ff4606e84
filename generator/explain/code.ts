import { type Code, type CodeEntry, catalogue } from "../diagnostics/catalogue.ts";

/** Where the pages of the codes are in the repository. */
const PAGES = "docs/reference/codes";

const entries = Object.entries(catalogue) as (readonly [Code, CodeEntry])[];

/** What `explain` reports about a diagnostic code. */
export interface CodeExplanation {
  readonly code: Code;
  readonly slug: string;
  readonly title: string;
  readonly severity: CodeEntry["severity"];
  readonly explanation: string;
  /** Path of the reference page in the project's repository; it shows the fix by an example. */
  readonly page: string;
}

/** Whether a word has the form of a code (`SW420`, `sw420`) or the slug of one. */
export function looksLikeCode(word: string): boolean {
  return /^sw-?\d+$/i.test(word) || entries.some(([, { slug }]) => slug === word);
}

/** Every code. */
export function codeNames(): readonly string[] {
  return entries.map(([code]) => code);
}

/** Explains a code, by its name or slug; null for an unknown one. */
export function explainCode(word: string): CodeExplanation | null {
  const name = word.toUpperCase().replace("-", "");
  const found = entries.find(([code, { slug }]) => code === name || slug === word);
  if (found === undefined) return null;
  const [code, { title, severity, explanation, slug }] = found;
  return { code, slug, title, severity, explanation, page: `${PAGES}/${code}.md` };
}

/** Renders the explanation as text for a terminal. */
export function renderCode({ code, slug, title, severity, explanation, page }: CodeExplanation): string {
  return `${severity} ${code} (${slug}): ${title}\n\n${explanation}\n\nFix: see the example on the reference page\nReference: ${page}\n`;
}
