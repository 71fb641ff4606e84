import type { DecidingLine, Decision } from "../decision.ts";

/** How the record is laid out: `width` in columns. */
export interface RecordOptions {
  readonly width: number;
  /** Marks headings; the identity where no terminal shows them. */
  readonly strong: (text: string) => string;
}

const SIGNS = { gain: "+", cost: "-", fact: "·" } as const;

/** The decision record as text for a terminal. */
export function renderRecordText(decisions: readonly Decision[], options: RecordOptions): string {
  return `${decisions.map((decision) => renderDecision(decision, options)).join("\n\n")}\n`;
}

function renderDecision(decision: Decision, { width, strong }: RecordOptions): string {
  const { title, question, choice, lines, consequences, alternatives, measured, products } = decision;
  const item = (sign: string, text: string) => wrap(text, width, `  ${sign} `, "    ");
  return [
    `${strong(title)}: ${question}`,
    wrap(choice.text, width, "  ", "  "),
    ...section(
      strong("Decided by"),
      lines.map((line) => item(" ", lineText(line))),
    ),
    ...section(
      strong("What follows"),
      consequences.map(({ kind, text }) => item(SIGNS[kind], text)),
    ),
    ...section(
      strong("What else"),
      alternatives.map(({ text, change }) => item("·", `${text} → ${change}`)),
    ),
    ...section(
      strong("Measured"),
      measured.map(({ what, value, conditions }) => item("·", `${what}: ${value} (${conditions})`)),
    ),
    ...section(
      strong("Products"),
      products.map((it) =>
        item(
          "·",
          `${it.name}: ${it.verdict}. ${it.references}. ${it.maintenance}. ${it.licence}. Support: ${it.support}. (${it.checked}; ${it.sources.join(", ")})`,
        ),
      ),
    ),
  ].join("\n");
}

/** `stagewright.yaml:12: delivery.handoff: argocd`. */
export function lineText({ key, value, at }: DecidingLine): string {
  return at === null ? `${key}: ${value} (the product's default)` : `${at.file}:${at.line}: ${key}: ${value}`;
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}`, ...items];
}

/** Breaks at blanks; words longer than the line stay whole. */
function wrap(text: string, width: number, first: string, rest: string): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(" ")) {
    const empty = line === first || line === rest;
    if (!empty && line.length + word.length + 1 > Math.max(width, 40)) {
      lines.push(line);
      line = rest;
    }
    line += line === first || line === rest ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
