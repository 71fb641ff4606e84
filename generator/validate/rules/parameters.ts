import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show, textOf } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { firstOfJob } from "../../spec/job-split.ts";
import { reservedVariable, toolVariable } from "../../spec/reserved-names.ts";
import { type Checked, isForJenkins } from "../../spec/specs.ts";
import { type Rule, unknownName } from "./rule.ts";

/** The name of a parameter is not reserved, and its default matches its kind. */
export const parameters: Rule = ({ platform, services }) =>
  services.flatMap((service) => [
    ...(service.spec.parameters ?? []).flatMap((_, index) => checkParameter(service, index)),
    ...(platform !== null && isForJenkins(platform.spec) ? checkReaders(platform.spec, service) : []),
  ]);

/** Stages whose commands name a parameter of the service, but do not have its variable. The other products have no parameters. */
function checkReaders(platform: PlatformSpec, { document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const names = (spec.parameters ?? []).map(({ name }) => name);
  if (names.length === 0) return [];
  return spec.stages.flatMap((stage, index) => {
    if (stage.kind !== "custom") return [];
    const isElsewhere = firstOfJob(platform, spec, stage).kind !== "source";
    if (!isElsewhere && stage.toolImage === undefined) return [];
    const where = isElsewhere ? "another job" : "the image of a tool";
    return (["command", "onFailure", "always"] as const).flatMap((key) => {
      const read = names.find((name) => reads(stage[key] ?? "", name) && stage.environment?.[name] === undefined);
      if (read === undefined) return [];
      const message = `stage "${stage.id}" runs in ${where}, which does not have the parameter ${show(read)} of the source stage`;
      const hint =
        "read it in the source stage, for example into a file that is an artifact, and set artifactsFrom here";
      return [finding("SW393", document.valueSpan(["stages", index, key]), message, { hint })];
    });
  });
}

/** Whether a command of a shell reads a variable: $NAME or ${NAME…. The rule of the schema keeps names free of other characters. */
function reads(command: string, name: string): boolean {
  return new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}(?![A-Za-z0-9_]))`).test(command);
}

function checkParameter({ document, spec }: Checked<ServiceSpec>, index: number): Diagnostic[] {
  const parameter = spec.parameters?.[index];
  if (parameter === undefined) return [];
  const { name, kind, choices, default: value } = parameter;
  const at = (key: string) => document.valueSpan(["parameters", index, key]);
  const found: Diagnostic[] = [];
  if (reservedVariable(name)) {
    found.push(
      finding("SW310", at("name"), `${show(name)} is a reserved name of stagewright, Jenkins or the shell`, {
        hint: "choose another name",
      }),
    );
  }
  if (toolVariable(name)) {
    found.push(
      finding("SW310", at("name"), `${show(name)} is a variable of a tool that gets credentials`, {
        hint: "choose another name, or set environment in the stage that needs it",
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
    found.push(
      finding("SW360", span, `"choices" requires kind: choice, not ${kind}`, {
        hint: "set kind: choice, or remove choices",
      }),
    );
  }
  if (kind === "choice" && choices && value !== undefined && !choices.includes(textOf(value))) {
    found.push(unknownName(at("default"), textOf(value), "one of the choices", choices));
  }
  if (kind === "boolean" && value !== undefined && !["true", "false"].includes(textOf(value))) {
    found.push(
      finding("SW204", at("default"), `${show(value)} is not a boolean; one of false, true`, {
        hint: "write true or false",
      }),
    );
  }
  if (kind === "text" && typeof value === "boolean") {
    const hint = "quote it, or set kind: boolean";
    found.push(
      finding("SW203", at("default"), `the default of parameter "${name}" must be text, not ${value}`, { hint }),
    );
  }
  return found;
}
