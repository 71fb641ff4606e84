import type { Reports } from "../../model/reports.ts";
import type { CustomStage, Stage } from "../../model/service.ts";
import { type lacksOf, when } from "./lack.ts";

type Lacks = ReturnType<typeof lacksOf>["lacks"];

/** The commands after the command of a stage, as a product reports them that runs all of them in one step. */
export function afterCommands(differs: Lacks, path: string, stage: Stage) {
  if (stage.kind !== "custom") return [];
  return (["onFailure", "always"] as const)
    .filter((key) => stage[key] !== null)
    .map((key) =>
      differs(
        `${path}/${key}`,
        `${key} does not run after a command that is cancelled or reaches the timeout`,
        "let the command limit its own time",
      ),
    );
}

/** What a stage can have only on Jenkins, as a product without it reports it. `path` is the path of the stage. */
export function jenkinsOnly(lacks: Lacks, path: string, stage: Stage) {
  return [...checkStage(lacks, path, stage), ...checkKind(lacks, path, stage)];
}

function checkStage(lacks: Lacks, path: string, stage: Stage) {
  const { when: condition, before, after, unstable } = stage;
  return [
    ...when(condition !== null, () =>
      lacks(`${path}/when`, "a stage cannot pass a release on without running", "use branches of the service"),
    ),
    ...when(before.length + after.length > 0, () =>
      lacks(
        `${path}/${before.length > 0 ? "before" : "after"}`,
        "steps before and after a stage are Groovy for Jenkins",
        "use a custom stage with a command",
      ),
    ),
    ...when(unstable === "continue" && !(stage.kind === "custom" && stage.allowFailure), () =>
      lacks(`${path}/unstable`, "a run has no unstable result: failed tests fail the stage", "remove unstable"),
    ),
  ];
}

function checkKind(lacks: Lacks, path: string, stage: Stage) {
  if (stage.kind === "image")
    return when(stage.paths.length > 0, () =>
      lacks(
        `${path}/paths`,
        "a release cannot keep the image of an earlier run",
        "remove paths, or use target: jenkins",
      ),
    );
  if (stage.kind !== "source" && stage.kind !== "custom") return [];
  const also = stage.kind === "source" ? stage.also : [];
  return [
    ...when(stage.sonar !== null, () =>
      lacks(
        `${path}/sonar`,
        "the analysis needs a plugin of Jenkins",
        "run the scanner in a custom stage with secrets and -Dsonar.qualitygate.wait=true, or use target: jenkins",
      ),
    ),
    ...checkReports(lacks, path, stage),
    ...also.flatMap((build, index) => checkReports(lacks, `${path}/also/${index}`, build)),
    ...(stage.kind === "custom" ? checkCommands(lacks, path, stage) : []),
  ];
}

function checkReports(lacks: Lacks, path: string, { coverage, issues }: Reports) {
  const hint = "let the command compare its own limits, or use target: jenkins";
  return [
    ...when(coverage !== null, () => lacks(`${path}/coverage`, "reports of coverage need a plugin of Jenkins", hint)),
    ...when(issues !== null, () => lacks(`${path}/issues`, "reports of issues need a plugin of Jenkins", hint)),
  ];
}

/** What Jenkins does around the command of a custom stage. */
function checkCommands(lacks: Lacks, path: string, stage: CustomStage) {
  const { shell, allowFailure, step } = stage;
  return [
    ...when(step !== null, () =>
      lacks(`${path}/step`, "own steps are Groovy for Jenkins", "use command instead of step"),
    ),
    ...when(shell !== "sh", () =>
      lacks(`${path}/shell`, "a custom stage runs its command with sh on Linux", "use shell: sh, or target: jenkins"),
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
