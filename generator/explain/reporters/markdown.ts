import { code, markdown } from "../../render/helpers/text.ts";
import type { Decision } from "../decision.ts";
import { lineText } from "./text.ts";

/** Renders the decision record as one Markdown page. */
export function renderRecordMarkdown(decisions: readonly Decision[], specFile: string): string {
  const head = `# Decisions\n\nGenerated from ${code(specFile)} and the service files by \`stagewright explain\`. Do not edit this page.\n`;
  return `${head}\n${decisions.map((decision) => renderDecisionMarkdown(decision, "##")).join("\n")}`;
}

/** Renders one decision; `level` is the level of its heading. */
export function renderDecisionMarkdown(decision: Decision, level: string): string {
  const { title, question, choice, lines, consequences, alternatives } = decision;
  const sections = [
    `${level} ${markdown(title)}\n\n${markdown(question)}\n\n**${markdown(choice.text)}**`,
    section(
      level,
      "Set by",
      lines.map((line) => `- ${code(lineText(line))}`),
    ),
    section(
      level,
      "Consequences",
      consequences.map(({ kind, text }) => `- ${kind}: ${markdown(text)}`),
    ),
    section(
      level,
      "Alternatives",
      alternatives.map(({ text, change }) => `- ${markdown(text)} To choose it: ${code(change)}`),
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
        ["product", "here", "references", "maintenance", "licence", "support", "checked"],
        products.map((it) => [
          it.name,
          it.verdict,
          it.references,
          it.maintenance,
          it.licence,
          it.support,
          evidence(it),
        ]),
      ),
    ),
  ];
}

function evidence({ checked, sources }: Decision["products"][number]): string {
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
