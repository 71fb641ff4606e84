import { finding } from "../../diagnostics/finding.ts";
import type { Rule } from "./rule.ts";

/** Which of the site's tools does what an image stage may ask for. */
const TOOLS = { sbom: "syft", sign: "cosign", scan: "trivy" } as const;

/** What image stages ask for, and what keeps it, the site has tools for. */
export const imageTools: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const { tools = {} } = platform.spec.site;
  const asked = services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index) =>
      (["sbom", "sign", "scan"] as const)
        .filter((key) => stage.kind === "image" && stage[key] && tools[TOOLS[key]] === undefined)
        .map((key) => {
          const hint = `add site.tools.${TOOLS[key]}`;
          const span = document.keySpan(["stages", index, key]);
          return finding("SW316", span, `"${key}" is ${TOOLS[key]}'s work, and this site has none`, { hint });
        }),
    ),
  );
  if (!tools.syft?.keep?.includes("attach") || tools.cosign !== undefined) return asked;
  const span = platform.document.valueSpan(["site", "tools", "syft", "keep"]);
  const message = '"attach" is cosign\'s work, and this site has none';
  return [...asked, finding("SW316", span, message, { hint: "add site.tools.cosign" })];
};
