import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** {project} has a file with the version, and such a file has a {project}. */
export const versions: Rule = ({ services }) => services.flatMap(checkFile);

function checkFile({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const uses = (spec.version ?? "").includes("{project}");
  if (uses && spec.versionFile === undefined) {
    const hint = "add versionFile: pom.xml, or the file with the version";
    const message = "{project} is the version in versionFile, which is not set";
    return [finding("SW373", document.valueSpan(["version"]), message, { hint })];
  }
  if (uses || spec.versionFile === undefined || document.find(["versionFile"])?.inherited !== undefined) return [];
  const hint = "write {project} in version, or remove versionFile";
  return [
    finding("SW373", document.keySpan(["versionFile"]), "versionFile has no effect: version has no {project}", {
      hint,
    }),
  ];
}
