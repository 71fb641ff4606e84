/**
 * Counts a vitest JSON report; a suite that failed before its tests counts as one failure. Each failure is told by its
 * file, its name and the first lines of its reason.
 */
export function countResults(report) {
  const counts = { passed: 0, failures: [], skipped: [] };
  for (const suite of report.testResults) {
    if (suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"))
      counts.failures.push(tell(suite.name, "before or after its tests", suite.message));
    for (const test of suite.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed")
        counts.failures.push(tell(suite.name, test.fullName, test.failureMessages.join("\n")));
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

function tell(file, name, reason = "") {
  const told = reason.split("\n").filter((line) => line !== "" && !/^ +at /.test(line));
  return [`${file}: ${name}`, ...told.slice(0, 12).map((line) => `    ${line}`)].join("\n");
}
