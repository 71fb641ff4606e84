import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { comparedName, reservedIn, reservedStep } from "../../spec/reserved-names.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Variables that the library sets for a custom stage. */
const LIBRARY_VARIABLES = new Set(["VERSION", "COMMIT", "IMAGE", "DIGEST", "IMAGES"]);

/** A custom stage has either a command or a step, and only the keys that belong to it. */
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
    found.push(finding("SW350", at("step"), `"step" and "command" cannot be combined`, { hint: "remove one of them" }));
  }
  for (const [key, other] of [
    ["toolImage", "step"],
    ["arguments", "command"],
  ] as const) {
    if (stage[key] === undefined || stage[other] === undefined) continue;
    const wanted = other === "step" ? "command" : "step";
    found.push(finding("SW350", at(key), `"${key}" requires "${wanted}", not "${other}"`, { hint: `remove ${key}` }));
  }
  if (stage.allowFailure === true && stage.unstable === "stop") {
    const hint = "set unstable: continue, or remove allowFailure";
    const message = `"allowFailure" cannot be combined with unstable: stop`;
    found.push(finding("SW350", at("allowFailure"), message, { hint }));
  }
  if (stage.step !== undefined && reservedStep(stage.step)) {
    const span = document.valueSpan(["stages", index, "step"]);
    const hint = "name a step of the site's own library";
    found.push(
      finding("SW310", span, `"${stage.step}" is a reserved name of stagewright, Jenkins or Groovy`, { hint }),
    );
  }
  const variables = Object.keys(stage.environment ?? {}).filter(
    (name) => LIBRARY_VARIABLES.has(comparedName(stage.shell, name)) || reservedIn(stage.shell, name),
  );
  return [
    ...found,
    ...variables.map((name) =>
      finding(
        "SW310",
        document.keySpan(["stages", index, "environment", name]),
        `"${name}" is a reserved name of stagewright, Jenkins or the shell`,
        { hint: "choose another name" },
      ),
    ),
  ];
}
