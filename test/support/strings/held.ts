import { isDeepStrictEqual } from "node:util";
import { marked } from "marked";
import { parseAllDocuments } from "yaml";
import type { GroovyTexts } from "../../../generator/rehearse/dialect.ts";
import type { GeneratedFile } from "../../../generator/render/file.ts";

/** Two values of one key: a plain one, and one with special characters for many formats. */
export interface Pair {
  readonly plain: string;
  readonly wild: string;
}

/**
 * Parses a file with the parser of its format. Checks that it has the special value in the same places as the plain value,
 * and no other change. Returns the difference, or null. The JVM parses Groovy.
 */
export function difference(one: GeneratedFile, other: GeneratedFile, pair: Pair, groovy: GroovyTexts[]): string | null {
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
  if (path === "CODEOWNERS") {
    // The rules are sorted by path, so their order differs.
    return unlike((replaced(owners(one), pair) as string[][]).sort(), owners(other).sort(), pair);
  }
  // Texts for readers, in lines.
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

function html({ content }: GeneratedFile): string {
  // Markdown readers turn addresses into links; spaces at the ends of a cell do not count.
  const text = marked.parse(content, { async: false }).replace(/<\/?a\b[^>]*>/g, "");
  const drawn = text.replace(/<code class="language-mermaid">.*?<\/code>/gs, (diagram) =>
    diagram.replace(/(?<!&)#(\d+);/g, (_, code: string) => escaped(String.fromCodePoint(Number(code)))),
  );
  return blanks(drawn);
}

function blanks(text: string): string {
  return text.replace(/\s+/g, " ").replace(/ ?(<[^>]+>|&lt;br\/&gt;|&quot;) ?/g, "$1");
}

/** The rules of CODEOWNERS: spaces separate path and owners, a backslash escapes a character. */
function owners({ content }: GeneratedFile): string[][] {
  const words = content.split("\n").map((line) => line.match(/(\\.|[^ \\])+/gu) ?? []);
  return words.map((line) => line.map((word) => word.replace(/\\(.)/gu, "$1")));
}

/** The visible text, on one line, without invisible characters. */
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
