import { Document, isCollection, isScalar, type Node, type Pair, visit, YAMLMap, type YAMLSeq } from "yaml";

/** How a value is written: a path is the keys and indexes to a value, such as `site.agent` or `stages.0`. */
export interface Layout {
  /** Comment lines at the top of the file. */
  readonly top: readonly string[];
  /** Paths of the mappings and lists that are written on one line. */
  readonly oneLine: readonly string[];
  /** Comment lines before a key or a list item, after an empty line for a key of the document. */
  readonly before: Readonly<Record<string, readonly string[]>>;
  /** Comment at the end of the line of a value. */
  readonly after: Readonly<Record<string, string>>;
  /** Keys of the document that follow an empty line. */
  readonly apart: readonly string[];
}

const OPTIONS = { lineWidth: 0, singleQuote: true, flowCollectionPadding: true } as const;

/** Writes a value as YAML with comments. The library quotes every text that needs it. */
export function yamlText(value: object, layout: Layout): string {
  const document = documentOf(value);
  for (const path of layout.oneLine) {
    const node = document.getIn(path.split("."), true);
    if (isCollection(node)) node.flow = true;
  }
  for (const [path, lines] of Object.entries(layout.before)) noteAt(document, path).commentBefore = comment(lines);
  for (const [path, line] of Object.entries(layout.after)) valueAt(document, path).comment = comment([line]);
  for (const key of layout.apart) noteAt(document, key).spaceBefore = true;
  const top = layout.top.map((line) => `# ${line}\n`).join("");
  return `${top}${document.toString(OPTIONS)}`;
}

/** Writes a value on one line: `{ id: dev, kind: deploy }`. */
export function yamlLine(value: object): string {
  const document = documentOf(value);
  if (isCollection(document.contents)) document.contents.flow = true;
  return document.toString(OPTIONS).trimEnd();
}

/** The library puts blanks inside the brackets of mappings and lists alike. Our lists have none: `{ environments: [dev] }`. */
function documentOf(value: object): Document {
  const document = new Document(value);
  visit(document, { Seq: (_, list) => setPadding(list, ""), Map: (_, map) => setPadding(map, " ") });
  return document;
}

function setPadding(node: YAMLSeq | YAMLMap, flowCollectionPadding: string): void {
  const write = node.toString.bind(node);
  node.toString = (context, ...rest) => write(context && { ...context, flowCollectionPadding }, ...rest);
}

/** The node that a comment before a value belongs to: the key in a mapping, the item in a list. */
function noteAt(document: Document, path: string): Node {
  const keys = path.split(".");
  const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  if (!(parent instanceof YAMLMap)) return valueAt(document, path);
  const pair = parent.items.find((it: Pair) => isScalar(it.key) && it.key.value === keys.at(-1));
  if (!isScalar(pair?.key)) throw new Error(`there is no key ${path}`);
  return pair.key;
}

function valueAt(document: Document, path: string): Node {
  const node = document.getIn(path.split("."), true);
  if (!isScalar(node) && !isCollection(node)) throw new Error(`there is no value ${path}`);
  return node;
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join("\n");
}
