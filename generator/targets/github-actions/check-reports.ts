import type { Reports } from "../../model/reports.ts";
import type { CustomStage, SourceStage, Stage } from "../../model/service.ts";
import { type Lack, lacks, when } from "./lack.ts";

/** Reports that only plugins of Jenkins show. `path` is the path of the stage. */
export function checkReports(path: string, stage: Stage): Lack[] {
  if (stage.kind === "custom") return [...checkBuild(path, stage), ...checkSonar(path, stage)];
  if (stage.kind !== "source") return [];
  return [
    ...checkSonar(path, stage),
    ...checkBuild(path, stage),
    ...stage.also.flatMap((build, index) => checkBuild(`${path}/also/${index}`, build)),
  ];
}

function checkSonar(path: string, { sonar }: SourceStage | CustomStage): Lack[] {
  const hint =
    "run the scanner in a custom stage with secrets and -Dsonar.qualitygate.wait=true, or use target: jenkins";
  return when(sonar !== null, () => lacks(`${path}/sonar`, "the analysis needs a plugin of Jenkins", hint));
}

function checkBuild(path: string, { coverage, issues }: Reports): Lack[] {
  const hint = "let the command compare its own limits, or use target: jenkins";
  return [
    ...when(coverage !== null, () => lacks(`${path}/coverage`, "reports of coverage need a plugin of Jenkins", hint)),
    ...when(issues !== null, () => lacks(`${path}/issues`, "reports of issues need a plugin of Jenkins", hint)),
  ];
}

/** What the workflows do around the command of a custom stage on Jenkins only. */
export function checkCommands(path: string, stage: CustomStage): Lack[] {
  const { artifactsFrom, shell, onFailure, always, allowFailure } = stage;
  return [
    ...when(shell !== "sh", () =>
      lacks(`${path}/shell`, "a custom stage runs its command with sh on Linux", "use shell: sh, or target: jenkins"),
    ),
    ...when(artifactsFrom !== null, () =>
      lacks(
        `${path}/artifactsFrom`,
        "a custom stage gets no artifacts of the source stage",
        "build them in the command, or use target: jenkins",
      ),
    ),
    ...when(onFailure !== null || always !== null, () =>
      lacks(
        `${path}/${onFailure === null ? "always" : "onFailure"}`,
        "a custom stage runs one command",
        "call it in command, for example with trap",
      ),
    ),
    ...when(allowFailure, () =>
      lacks(
        `${path}/allowFailure`,
        "a run has no unstable result: a failed command fails the stage",
        "remove allowFailure",
      ),
    ),
  ];
}
