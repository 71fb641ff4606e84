import { code, markdown } from "../../render/helpers/text.ts";
import type { Decision } from "../decision.ts";
import { lineText } from "./text.ts";

/** The decision record as one Markdown page. */
export function renderRecordMarkdown(decisions: readonly Decision[], specFile: string): string {
  const head = `# Decisions\n\nComputed from ${code(specFile)} and the services' files by \`stagewright explain\`; nothing here is written by hand.\n`;
  return `${head}\n${decisions.map((decision) => renderDecisionMarkdown(decision, "##")).join("\n")}`;
}

/** One decision; `level` is the heading's. */
export function renderDecisionMarkdown(decision: Decision, level: string): string {
  const { title, question, choice, lines, consequences, alternatives } = decision;
  const sections = [
    `${level} ${markdown(title)}\n\n${markdown(question)}\n\n**${markdown(choice.text)}**`,
    section(
      level,
      "Decided by",
      lines.map((line) => `- ${code(lineText(line))}`),
    ),
    section(
      level,
      "What follows",
      consequences.map(({ kind, text }) => `- ${kind}: ${markdown(text)}`),
    ),
    section(
      level,
      "What else",
      alternatives.map(({ text, change }) => `- ${markdown(text)} To decide so: ${code(change)}`),
    ),
    ...tables(decision, level),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function tables({ measured, products }: Decision, level: string): string[] {
  const source = measured[0]?.source;
  return [
    section(level, "Measured", [
      ...table(
        ["what", "value", "conditions"],
        measured.map((it) => [it.what, it.value, it.conditions]),
      ),
      ...(source === undefined ? [] : ["", `Source: ${markdown(source)}.`]),
    ]),
    section(
      level,
      "Products",
      table(
        ["product", "here", "references", "maintenance", "licence", "support", "looked up"],
        products.map((it) => [it.name, it.verdict, it.references, it.maintenance, it.licence, it.support, looked(it)]),
      ),
    ),
  ];
}

function looked({ checked, sources }: Decision["products"][number]): string {
  return [checked, ...sources].join(" ");
}

function section(level: string, title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${level}# ${title}\n\n${lines.join("\n")}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map((row) => line(row.map(markdown)))];
}
