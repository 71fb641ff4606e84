import { describe, expect, it } from "vitest";
import { compareLogs, printDifferences, stepsInLog } from "../../../generator/rehearsal/compare-log.ts";

const rehearsed = "[Pipeline] node\n[Pipeline] sh\n+ true\n[Pipeline] junit\n[Pipeline] archiveArtifacts\n";
const real = [
  "[2026-11-20T10:00:00.123Z] Started by user ann",
  "[2026-11-20T10:00:00.200Z] [Pipeline] Start of Pipeline",
  "[2026-11-20T10:00:00.300Z] [Pipeline] node",
  "[2026-11-20T10:00:00.400Z] [Pipeline] {",
  "\u001b[8mha:////abc\u001b[0m[Pipeline] sh",
  "[2026-11-20T10:00:01.000Z] + true",
  "10:00:02  [Pipeline] echo",
  "[Pipeline] archiveArtifacts",
  "[Pipeline] }",
  "[Pipeline] // node",
  "[Pipeline] End of Pipeline",
].join("\n");

describe("the comparison with a real log", () => {
  it("ignores timestamps, console notes and structure", () => {
    expect(stepsInLog(real).map(({ step }) => step)).toEqual(["node", "sh", "echo", "archiveArtifacts"]);
  });

  it("lists the steps that only one of them has, with the line of the log", () => {
    expect(compareLogs(real, rehearsed)).toEqual([
      { line: 7, kind: "only in the log", step: "echo" },
      { line: null, kind: "only in the rehearsal", step: "junit" },
    ]);
    expect(printDifferences(compareLogs(real, rehearsed), "build.log")).toContain("build.log:7: echo");
    expect(compareLogs(rehearsed, rehearsed)).toEqual([]);
  });
});
