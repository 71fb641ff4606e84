import { code, markdown } from "../../render/helpers/text.ts";
import type { Decision } from "../decision.ts";
import { renderDecisionMarkdown } from "./markdown.ts";

/** A file of the decision log. */
export interface AdrFile {
  readonly name: string;
  readonly content: string;
}

/** Renders one architecture decision record (ADR) for each decision: title, status, context, decision, consequences, alternatives. */
export function renderAdrs(decisions: readonly Decision[], specFile: string): AdrFile[] {
  return decisions.map((decision, index) => {
    const number = String(index + 1).padStart(4, "0");
    const body = renderDecisionMarkdown(decision, "##").split("\n").slice(4).join("\n");
    const content = [
      `# ${index + 1}. ${markdown(decision.title)}`,
      "",
      "## Status",
      "",
      `Accepted. Generated from ${code(specFile)} by \`stagewright explain --adr\`; run it again after a change.`,
      "",
      "## Context",
      "",
      markdown(decision.question),
      "",
      "## Decision",
      "",
      body.replaceAll(/^### /gm, "## "),
    ].join("\n");
    return { name: `${number}-${decision.id}.md`, content };
  });
}
