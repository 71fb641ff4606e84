import { type Code, type CodeEntry, catalogue } from "../diagnostics/catalogue.ts";

/** Where the pages of the codes are in the repository. */
const PAGES = "docs/reference/codes";

/** An entry of the catalogue; `slug` and `fix` are optional. */
type Entry = CodeEntry & { readonly slug?: string; readonly fix?: string };

const entries = Object.entries(catalogue) as (readonly [Code, Entry])[];

/** What `explain` reports about a diagnostic code. */
export interface CodeExplanation {
  readonly code: Code;
  readonly slug: string | null;
  readonly title: string;
  readonly severity: CodeEntry["severity"];
  readonly explanation: string;
  /** How to fix a finding; null if the reference page shows it by an example only. */
  readonly fix: string | null;
  /** Path of the reference page in the project's repository. */
  readonly page: string;
}

/** Whether a word has the form of a code (`SW420`, `sw420`) or the slug of one. */
export function looksLikeCode(word: string): boolean {
  return /^sw-?\d+$/i.test(word) || entries.some(([, { slug }]) => slug !== undefined && slug === word);
}

/** Every code. */
export function codeNames(): readonly string[] {
  return entries.map(([code]) => code);
}

/** Explains a code, by its name or slug; null for an unknown one. */
export function explainCode(word: string): CodeExplanation | null {
  const name = word.toUpperCase().replace("-", "");
  const found = entries.find(([code, { slug }]) => code === name || (slug !== undefined && slug === word));
  if (found === undefined) return null;
  const [code, { title, severity, explanation, slug = null, fix = null }] = found;
  return { code, slug, title, severity, explanation, fix, page: `${PAGES}/${code}.md` };
}

/** Renders the explanation as text for a terminal. */
export function renderCode({ code, slug, title, severity, explanation, fix, page }: CodeExplanation): string {
  const name = slug === null ? code : `${code} (${slug})`;
  const solution = fix ?? "see the example on the reference page";
  return `${severity} ${name}: ${title}\n\n${explanation}\n\nFix: ${solution}\nReference: ${page}\n`;
}
