import { isDeepStrictEqual } from "node:util";
import { marked } from "marked";
import { parseAllDocuments } from "yaml";
import type { GroovyTexts } from "../../../generator/rehearse/dialect.ts";
import type { EmittedFile } from "../../../generator/render/file.ts";

/** Two values of one key: one that means nothing anywhere, and one from hell. */
export interface Pair {
  readonly plain: string;
  readonly wild: string;
}

/**
 * Whether a file that holds the plain value holds, read by its format's own parser, the wild one in the same places and
 * nothing else; what differs, else null. Groovy's reading comes from the JVM.
 */
export function difference(one: EmittedFile, other: EmittedFile, pair: Pair, groovy: GroovyTexts[]): string | null {
  const { path } = one;
  if (path.endsWith(".groovy") || path.endsWith("Jenkinsfile")) {
    const [plain, wild] = groovy.map((texts) => texts[path]);
    return wild === undefined ? "Groovy did not read it" : unlike(plain, wild, pair);
  }
  if (/\.ya?ml$/.test(path)) return unlike(yaml(one.content), yaml(other.content), pair);
  if (path.endsWith(".json")) return unlike(JSON.parse(one.content), JSON.parse(other.content), pair);
  if (path.endsWith(".md")) {
    const expected = html(one).replaceAll(pair.plain, () => escaped(shown(pair.wild)));
    return unlike(blanks(expected), html(other), pair);
  }
  if (path === "CODEOWNERS") return unlike(owners(one), owners(other), pair);
  // Texts for people, in lines.
  return unlike(one.content.split("\n"), other.content.split("\n"), {
    plain: pair.plain,
    wild: shown(pair.wild).trim(),
  });
}

function yaml(text: string): unknown {
  return [parseAllDocuments(text, { version: "1.1" })].flat().map((document) => {
    if ("errors" in document && document.errors.length > 0) throw new Error(document.errors[0]?.message);
    return document.toJS();
  });
}

function html({ content }: EmittedFile): string {
  // What looks like an address becomes a link of the reader's own; blanks at the ends of a cell are nobody's.
  const text = marked.parse(content, { async: false }).replace(/<\/?a\b[^>]*>/g, "");
  const drawn = text.replace(/<code class="language-mermaid">.*?<\/code>/gs, (diagram) =>
    diagram.replace(/(?<!&)#(\d+);/g, (_, code: string) => escaped(String.fromCodePoint(Number(code)))),
  );
  return blanks(drawn);
}

function blanks(text: string): string {
  return text.replace(/\s+/g, " ").replace(/ ?(<[^>]+>|&lt;br\/&gt;) ?/g, "$1");
}

/** Its rules: blanks part path and owners, a backslash takes a character as it is. */
function owners({ content }: EmittedFile): string[][] {
  const words = content.split("\n").map((line) => line.match(/(\\.|[^ \\])+/gu) ?? []);
  return words.map((line) => line.map((word) => word.replace(/\\(.)/gu, "$1")));
}

/** What a reader sees of a text: on one line, without what is invisible. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

function unlike(plain: unknown, wild: unknown, pair: Pair): string | null {
  const expected = replaced(plain, pair);
  if (isDeepStrictEqual(expected, wild)) return null;
  return `expected ${JSON.stringify(expected)?.slice(0, 2000)}\nbut read ${JSON.stringify(wild)?.slice(0, 2000)}`;
}

function replaced(value: unknown, pair: Pair): unknown {
  if (typeof value === "string") return value.replaceAll(pair.plain, () => pair.wild);
  if (Array.isArray(value)) return value.map((item) => replaced(item, pair));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [replaced(key, pair), replaced(item, pair)]));
}
