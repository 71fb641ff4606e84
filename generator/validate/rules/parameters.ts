import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import { reservedVariable } from "./reserved.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Parameters' names must be free, their defaults what their kind takes. */
export const parameters: Rule = ({ services }) =>
  services.flatMap((service) => (service.spec.parameters ?? []).flatMap((_, index) => checkParameter(service, index)));

function checkParameter({ document, spec }: Checked<ServiceSpec>, index: number): Diagnostic[] {
  const parameter = spec.parameters?.[index];
  if (parameter === undefined) return [];
  const { name, kind, choices, default: value } = parameter;
  const at = (key: string) => document.valueSpan(["parameters", index, key]);
  const found: Diagnostic[] = [];
  if (reservedVariable(name)) {
    found.push(
      finding("SW310", at("name"), `${show(name)} is a name of stagewright's, Jenkins' or the shell's`, {
        hint: "choose another name",
      }),
    );
  }
  if (kind === "choice" && choices === undefined) {
    found.push(
      finding("SW202", at("kind"), `parameter "${name}" lacks "choices"`, { hint: "add choices: [fast, full]" }),
    );
  }
  if (kind !== "choice" && choices !== undefined) {
    const span = document.keySpan(["parameters", index, "choices"]);
    found.push(finding("SW306", span, `"choices" go with kind: choice, not with ${kind}`));
  }
  if (kind === "choice" && choices && value !== undefined && !choices.includes(String(value))) {
    found.push(unknownName(at("default"), String(value), "among the choices", choices));
  }
  if (kind === "boolean" && value !== undefined && !["true", "false"].includes(String(value))) {
    found.push(finding("SW204", at("default"), `${show(value)} is not a boolean; one of false, true`));
  }
  if (kind === "text" && typeof value === "boolean") {
    const hint = "quote it, or make it a boolean";
    found.push(finding("SW203", at("default"), `parameter "${name}" is text, its default is ${value}`, { hint }));
  }
  return found;
}
