import { finding } from "../../diagnostics/finding.ts";
import type { Rule } from "./rule.ts";

/** The tool for each key of an image stage. */
const TOOLS = { sbom: "syft", sign: "cosign", provenance: "cosign", scan: "trivy" } as const;

/** The site configures the tools that image stages use. */
export const imageTools: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const { tools = {} } = platform.spec.site;
  const missing = services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index) =>
      (["sbom", "sign", "provenance", "scan"] as const)
        .filter((key) => stage.kind === "image" && stage[key] && tools[TOOLS[key]] === undefined)
        .map((key) => {
          const hint = `add site.tools.${TOOLS[key]}`;
          const span = document.keySpan(["stages", index, key]);
          return finding("SW316", span, `"${key}" requires ${TOOLS[key]}, but site.tools.${TOOLS[key]} is missing`, {
            hint,
          });
        }),
    ),
  );
  if (tools.cosign !== undefined) return missing;
  const unsigned = (["syft", "trivy"] as const)
    .filter((tool) => tools[tool]?.keep?.includes("attach"))
    .map((tool) => {
      const span = platform.document.valueSpan(["site", "tools", tool, "keep"]);
      const message = '"attach" requires cosign, but site.tools.cosign is missing';
      return finding("SW316", span, message, { hint: "add site.tools.cosign" });
    });
  return [...missing, ...unsigned];
};
