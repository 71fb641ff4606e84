import type { DecidingLine, Decision } from "../decision.ts";

/** Layout of the decision record in a terminal. */
export interface RecordOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Highlights a heading; returns the text unchanged if the terminal shows no colors. */
  readonly strong: (text: string) => string;
}

const SIGNS = { gain: "+", cost: "-", fact: "·" } as const;

/** How many items of each section the summary shows. */
const SHOWN = { lines: 2, consequences: 2, alternatives: 2 } as const;

/** Renders every decision in full, as text for a terminal. */
export function renderRecordText(decisions: readonly Decision[], options: RecordOptions): string {
  return `${decisions.map((decision) => renderDecision(decision, options)).join("\n\n")}\n`;
}

/** Renders a summary: of each decision its choice and the first items of each section. */
export function renderRecordSummary(decisions: readonly Decision[], options: RecordOptions): string {
  const blocks = decisions.map((decision) => renderShortDecision(decision, options));
  const names = decisions.map(({ id }) => id).join(", ");
  const more = `For all details of one decision: stagewright explain NAME (${names}). For everything: stagewright explain --all.`;
  return `${[...blocks, wrap(more, options.width, "", "")].join("\n\n")}\n`;
}

function renderShortDecision(decision: Decision, { width, strong }: RecordOptions): string {
  const { title, choice, consequences, alternatives, products } = decision;
  // The products have a survey of their own, which the summary omits.
  const isSurvey = products.length > 0;
  const indent = "    ";
  return [
    wrap(`${strong(title)}: ${choice.text}`, width, "", "  "),
    ...shownLines(decision).map((line) => `    ${lineText(line)}`),
    ...consequences
      .slice(0, isSurvey ? 1 : SHOWN.consequences)
      .map(({ kind, text }) => wrap(text, width, `  ${SIGNS[kind]} `, indent)),
    ...alternatives
      .slice(0, isSurvey ? 0 : SHOWN.alternatives)
      .map(({ text, change }) => wrap(`Alternative: ${text} → ${change}`, width, indent, `${indent}  `)),
  ].join("\n");
}

/** Lines of the specs come before defaults of the product. */
function shownLines({ lines }: Decision): readonly DecidingLine[] {
  const inSpecs = lines.filter(({ at }) => at !== null);
  return (inSpecs.length > 0 ? inSpecs : lines.slice(0, 1)).slice(0, SHOWN.lines);
}

function renderDecision(decision: Decision, { width, strong }: RecordOptions): string {
  const { title, question, choice, lines, consequences, alternatives, measured, products } = decision;
  const item = (sign: string, text: string) => wrap(text, width, `  ${sign} `, "    ");
  return [
    `${strong(title)}: ${question}`,
    wrap(choice.text, width, "  ", "  "),
    ...section(
      strong("Set by"),
      lines.map((line) => item(" ", lineText(line))),
    ),
    ...section(
      strong("Consequences"),
      consequences.map(({ kind, text }) => item(SIGNS[kind], text)),
    ),
    ...section(
      strong("Alternatives"),
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

/** Breaks a text at spaces; a word that is longer than the line stays whole. */
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
