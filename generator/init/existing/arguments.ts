import type { Call } from "../../api/consumers/calls.ts";
import type { Leftover } from "./facts.ts";
import type { Script } from "./script.ts";

const ARTIFACTS = "`site.keep` keeps the artifacts of a build as long as the build";

/** Arguments of steps and options whose other values init takes over, or that all generated jobs have. */
const ARGUMENTS: readonly (readonly [call: string, argument: string, instead: string])[] = [
  [
    "disableConcurrentBuilds",
    "abortPrevious",
    "a new commit of a pull request aborts the build before it; builds of a branch wait for each other",
  ],
  ["logRotator", "artifactNumToKeepStr", ARTIFACTS],
  ["logRotator", "artifactDaysToKeepStr", ARTIFACTS],
  [
    "junit",
    "allowEmptyResults",
    "a stage that succeeds without one of its `tests` fails: remove `tests` if there can be none",
  ],
  [
    "archiveArtifacts",
    "excludes",
    "`artifacts` has no exceptions: write patterns that match only the files that you need",
  ],
  ["timeout", "activity", "`timeout` limits the whole time of the stage, not the time without output"],
];

/** The arguments of a call that are not in the specs. */
export function ignoredArguments(script: Script, call: Call): Leftover[] {
  const where = script.where(call.name);
  return ARGUMENTS.filter(([name]) => name === call.name.text && call.receiver === null).flatMap(
    ([, name, instead]) => {
      const value = script.named(call, name);
      return value === null || value === "" || value === "false" || value === "-1"
        ? []
        : [{ construct: `${call.name.text} ${name}`, where, instead }];
    },
  );
}
