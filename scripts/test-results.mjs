/**
 * Counts the results in a JSON report of vitest. A suite that fails before its tests counts as one failure. Each failure is
 * described by its file, its name and the first lines of its error.
 */
export function countResults(report) {
  const counts = { passed: 0, failures: [], skipped: [] };
  for (const suite of report.testResults) {
    if (suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"))
      counts.failures.push(describeFailure(suite.name, "before or after its tests", suite.message));
    for (const test of suite.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed")
        counts.failures.push(describeFailure(suite.name, test.fullName, test.failureMessages.join("\n")));
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}

function describeFailure(file, name, reason = "") {
  const lines = reason.split("\n").filter((line) => line !== "" && !/^ +at /.test(line));
  return [`${file}: ${name}`, ...lines.slice(0, 12).map((line) => `    ${line}`)].join("\n");
}
