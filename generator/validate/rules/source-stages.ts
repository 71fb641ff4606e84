import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { keyName } from "../../spec/key-name.ts";
import { type BuildSpec, buildsOf, type Checked, usesJdk } from "../../spec/specs.ts";
import { reservedVariable } from "./reserved.ts";
import type { Rule } from "./rule.ts";

/** Keys of a source build of which one would be ignored. */
export const sourceStages: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) =>
      stage.kind === "source"
        ? buildsOf(stage).flatMap(({ build, keys }) => checkBuild(service, build, ["stages", index, ...keys]))
        : [],
    ),
  );

function checkBuild({ document }: Checked<ServiceSpec>, build: BuildSpec, keys: SpecPath): Diagnostic[] {
  const at = (key: string) => document.keySpan([...keys, key]);
  const found: Diagnostic[] = [];
  const { tool, command } = build;
  if (tool === "command" && command === undefined) {
    const span = document.valueSpan([...keys, "tool"]);
    const message = `${keyName(document, keys)} lacks "command"`;
    found.push(finding("SW202", span, message, { hint: "add command: make dist" }));
  }
  if (tool !== "command" && command !== undefined) {
    const hint = "use arguments, or tool: command";
    found.push(finding("SW306", at("command"), `"command" goes with tool: command, not with ${tool}`, { hint }));
  }
  if (tool === "command" && build.arguments !== undefined) {
    const hint = "write them into the command";
    found.push(finding("SW306", at("arguments"), `"arguments" go with a build tool, not with tool: command`, { hint }));
  }
  // The platform's default is for the builds that use one.
  if (build.jdk !== undefined && !usesJdk(tool) && document.find([...keys, "jdk"])?.inherited === undefined) {
    found.push(finding("SW306", at("jdk"), `${tool} uses no JDK`, { hint: "leave jdk out" }));
  }
  if (build.jdk !== undefined && usesJdk(tool) && build.toolImage !== undefined) {
    const hint = "leave one of them out";
    found.push(finding("SW306", at("jdk"), `"jdk" is the agent's, "toolImage" has its own`, { hint }));
  }
  const variables = Object.keys(build.environment ?? {}).filter(reservedVariable);
  return [
    ...found,
    ...variables.map((name) =>
      finding(
        "SW310",
        document.keySpan([...keys, "environment", name]),
        `"${name}" is a name of stagewright's, Jenkins' or the shell's`,
        { hint: "choose another name" },
      ),
    ),
  ];
}
