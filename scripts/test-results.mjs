/** Counts a vitest JSON report; a suite that failed before its tests counts as one failure. */
export function countResults(report) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for (const suite of report.testResults) {
    if (suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"))
      counts.failed += 1;
    for (const test of suite.assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") counts.failed += 1;
      else counts.skipped.push(test.fullName);
    }
  }
  return counts;
}
