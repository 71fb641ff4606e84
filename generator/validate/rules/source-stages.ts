import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked, StageOf } from "../specs.ts";
import { reservedVariable } from "./reserved.ts";
import type { Rule } from "./rule.ts";

/** Keys of a source stage of which one would be ignored. */
export const sourceStages: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => (stage.kind === "source" ? checkStage(service, stage, index) : [])),
  );

function checkStage({ document }: Checked<ServiceSpec>, stage: StageOf<"source">, index: number): Diagnostic[] {
  const at = (key: string) => document.keySpan(["stages", index, key]);
  const found: Diagnostic[] = [];
  const { tool, command } = stage;
  if (tool === "command" && command === undefined) {
    const span = document.valueSpan(["stages", index, "tool"]);
    found.push(finding("SW202", span, `stages.${stage.id} lacks "command"`, { hint: "add command: make dist" }));
  }
  if (tool !== "command" && command !== undefined) {
    const hint = "use arguments, or tool: command";
    found.push(finding("SW306", at("command"), `"command" goes with tool: command, not with ${tool}`, { hint }));
  }
  if (tool === "command" && stage.arguments !== undefined) {
    const hint = "write them into the command";
    found.push(finding("SW306", at("arguments"), `"arguments" go with a build tool, not with tool: command`, { hint }));
  }
  if (stage.jdk !== undefined && (tool === "npm" || tool === "go")) {
    found.push(finding("SW306", at("jdk"), `${tool} uses no JDK`, { hint: "leave jdk out" }));
  }
  if (stage.jdk !== undefined && stage.toolImage !== undefined) {
    const hint = "leave one of them out";
    found.push(finding("SW306", at("jdk"), `"jdk" is the agent's, "toolImage" has its own`, { hint }));
  }
  const variables = Object.keys(stage.environment ?? {}).filter(reservedVariable);
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
