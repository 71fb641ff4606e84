import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { emptyMapping, type Located, type Span } from "./document.ts";

/** A spec with more nodes contains aliases of aliases. */
const maximum = 100_000;

/** A spec has fewer levels of lists and mappings. */
const deepest = 100;

/** NUL, halves of surrogate pairs and the noncharacters of Unicode. */
const invalidCharacter = /[\0\ufffe\uffff]|\p{Cs}/u;

/** Converts YAML nodes to plain data with places, and reports values that plain data cannot represent. */
export class Nodes {
  readonly diagnostics: Diagnostic[] = [];
  private count = 0;
  private depth = 0;
  private readonly open = new Set<Node>();
  /** The nodes with an anchor before the current node. The YAML library searches the whole document for each alias. */
  private readonly anchors = new Map<string, Node>();

  constructor(private readonly place: (from: number, to: number) => Span) {}

  /** The node as data. A value that an alias repeats has the place of the alias. */
  locate(node: unknown, alias?: Span): Located {
    const span = alias ?? this.span(node);
    this.count += 1;
    if (this.count > maximum) return this.tooLarge(span);
    if (this.depth === deepest) return this.tooDeep(span);
    this.depth += 1;
    const located = this.locateBelow(node, span, alias);
    this.depth -= 1;
    return located;
  }

  private locateBelow(node: unknown, span: Span, alias: Span | undefined): Located {
    if (isAlias(node)) return this.resolve(node, span);
    if (alias === undefined && isNode(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isMap(node)) return this.mapping(node, span, alias);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.locate(item, alias));
      return { value: items.map(({ value }) => value), span, entries: null, items };
    }
    if (!isScalar(node)) return leaf(null, span);
    const located = leaf(this.scalar(node.value, span), span);
    return typeof node.value === "number" && node.source !== undefined ? { ...located, source: node.source } : located;
  }

  private mapping(node: { items: Pair[] } & Node, span: Span, alias: Span | undefined): Located {
    const entries = new Map<string, { key: Span; node: Located }>();
    const value = emptyMapping();
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = alias ?? this.span(pair.key);
      const name = this.keyName(pair.key, key);
      if (name === null) continue;
      if (entries.has(name)) this.duplicate(name, key);
      const located = this.locate(pair.value ?? null, alias ?? (pair.value === null ? key : undefined));
      entries.set(name, { key, node: located });
      value[name] = located.value;
    }
    return { value, span, entries, items: null };
  }

  private keyName(key: unknown, span: Span): string | null {
    if (!isScalar(key) || key.value === null) {
      this.diagnostics.push(
        finding("SW107", span, "this key is not a text", { hint: "write the key as a plain name" }),
      );
      return null;
    }
    const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
    if (name === "<<") {
      const hint = "use an alias for the whole value, or write out the keys";
      this.diagnostics.push(finding("SW108", span, "the merge key `<<` is not supported", { hint }));
      return null;
    }
    this.checkText(name, span);
    if (name === "__proto__") {
      this.diagnostics.push(finding("SW107", span, `"__proto__" is not allowed as a key`));
      return null;
    }
    return name;
  }

  private duplicate(name: string, key: Span): void {
    const message = `"${name}" is defined twice in this mapping`;
    this.diagnostics.push(finding("SW102", key, message, { hint: "remove one of the two" }));
  }

  private resolve(alias: { source: string } & Node, span: Span): Located {
    const target = this.anchors.get(alias.source);
    if (target === undefined) {
      const define = /^[\w-]+$/.test(alias.source) ? `define &${alias.source} earlier in the file, or ` : "";
      const hint = `${define}quote it if it is a text: '*${alias.source}'`;
      const message = `"*${alias.source}" is a YAML alias, but the file has no anchor "&${alias.source}" before it`;
      this.diagnostics.push(finding("SW103", span, message, { hint }));
      return leaf(null, span);
    }
    if (this.open.has(target)) {
      this.diagnostics.push(finding("SW103", span, `the alias "*${alias.source}" is inside its own anchor`));
      return leaf(null, span);
    }
    this.open.add(target);
    const located = this.locate(target, span);
    this.open.delete(target);
    return located;
  }

  private scalar(value: unknown, span: Span): unknown {
    if (typeof value === "string") this.checkText(value, span);
    if (value === null || ["string", "boolean"].includes(typeof value)) return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    this.diagnostics.push(finding("SW109", span, "this value is not a text, a number, true or false"));
    return null;
  }

  private checkText(text: string, span: Span): void {
    const [char] = invalidCharacter.exec(text) ?? [];
    if (char === undefined) return;
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const hint = "remove the character";
    this.diagnostics.push(finding("SW111", span, `this text contains the invalid character U+${code}`, { hint }));
  }

  private tooDeep(span: Span): Located {
    const hint = "remove levels of lists or mappings";
    if (!this.diagnostics.some(({ code }) => code === "SW110"))
      this.diagnostics.push(finding("SW110", span, `the spec has more than ${deepest} levels`, { hint }));
    return leaf(null, span);
  }

  private tooLarge(span: Span): Located {
    if (this.count === maximum + 1) {
      this.diagnostics.push(
        finding("SW110", span, `the spec contains more than ${maximum} values`, {
          hint: "remove aliases that repeat other aliases",
        }),
      );
    }
    return leaf(null, span);
  }

  private span(node: unknown): Span {
    const range = (node as Node | null)?.range ?? [0, 1, 1];
    return this.place(range[0], range[1]);
  }
}

function leaf(value: unknown, span: Span): Located {
  return { value, span, entries: null, items: null };
}
