import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import { reservedStep, reservedVariable } from "./reserved.ts";
import type { Rule } from "./rule.ts";

/** What the library tells a custom stage itself. */
const TOLD = new Set(["VERSION", "COMMIT", "IMAGE", "DIGEST", "IMAGES"]);

/** A custom stage runs a command or a step, and says nothing that the other one would need. */
export const customStages: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => (stage.kind === "custom" ? checkStage(service, stage, index) : [])),
  );

function checkStage({ document }: Checked<ServiceSpec>, stage: StageOf<"custom">, index: number): Diagnostic[] {
  const at = (key: string) => document.keySpan(["stages", index, key]);
  const found: Diagnostic[] = [];
  if (stage.command === undefined && stage.step === undefined) {
    const hint = "add command: make check, or step: NAME";
    const span = document.valueSpan(["stages", index, "id"]);
    found.push(finding("SW202", span, `stages.${stage.id} lacks "command" or "step"`, { hint }));
  }
  if (stage.command !== undefined && stage.step !== undefined) {
    found.push(
      finding("SW306", at("step"), `"step" is called in place of "command"`, { hint: "leave one of them out" }),
    );
  }
  for (const [key, other] of [
    ["toolImage", "step"],
    ["arguments", "command"],
  ] as const) {
    if (stage[key] === undefined || stage[other] === undefined) continue;
    const wanted = other === "step" ? "command" : "step";
    found.push(
      finding("SW306", at(key), `"${key}" goes with "${wanted}", not with "${other}"`, { hint: `leave ${key} out` }),
    );
  }
  if (stage.step !== undefined && reservedStep(stage.step)) {
    const span = document.valueSpan(["stages", index, "step"]);
    const hint = "name a step of a library of the site's own";
    found.push(finding("SW310", span, `"${stage.step}" is a name of stagewright's, Jenkins' or Groovy's`, { hint }));
  }
  const variables = Object.keys(stage.environment ?? {}).filter((name) => TOLD.has(name) || reservedVariable(name));
  return [
    ...found,
    ...variables.map((name) =>
      finding(
        "SW310",
        document.keySpan(["stages", index, "environment", name]),
        `"${name}" is a name of stagewright's, Jenkins' or the shell's`,
        { hint: "choose another name" },
      ),
    ),
  ];
}
