import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { commandTool, sourceToolNamed, usesJdk } from "../../source-tools/index.ts";
import { keyName } from "../../spec/key-name.ts";
import { reservedVariable } from "../../spec/reserved-names.ts";
import { type BuildSpec, buildsOf, type Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Reports keys of a source build that would have no effect. */
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
  const { runsCommand = false } = sourceToolNamed(tool) ?? {};
  if (runsCommand && command === undefined) {
    const span = document.valueSpan([...keys, "tool"]);
    const message = `${keyName(document, keys)} lacks "command"`;
    found.push(finding("SW202", span, message, { hint: "add command: make dist" }));
  }
  if (!runsCommand && command !== undefined) {
    const { name } = commandTool();
    const message = `"command" requires tool: ${name}, not ${tool}`;
    found.push(finding("SW358", at("command"), message, { hint: `use arguments, or set tool: ${name}` }));
  }
  if (runsCommand && build.arguments !== undefined) {
    const hint = "add the arguments to the command";
    found.push(finding("SW358", at("arguments"), `"arguments" has no effect with tool: ${tool}`, { hint }));
  }
  // A default of the platform applies only to builds that need a JDK.
  if (build.jdk !== undefined && !usesJdk(tool) && document.find([...keys, "jdk"])?.inherited === undefined) {
    found.push(finding("SW359", at("jdk"), `tool: ${tool} uses no JDK`, { hint: "remove jdk" }));
  }
  if (build.jdk !== undefined && usesJdk(tool) && build.toolImage !== undefined) {
    const hint = "remove one of them";
    found.push(finding("SW359", at("jdk"), `"jdk" has no effect with "toolImage", which has its own JDK`, { hint }));
  }
  const variables = Object.keys(build.environment ?? {}).filter(reservedVariable);
  return [
    ...found,
    ...variables.map((name) =>
      finding(
        "SW310",
        document.keySpan([...keys, "environment", name]),
        `"${name}" is a reserved name of stagewright, Jenkins or the shell`,
        { hint: "choose another name" },
      ),
    ),
  ];
}
