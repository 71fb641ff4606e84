import { expect, it } from "vitest";
import { countResults } from "../../../scripts/test-results.mjs";

const test = (status: string, fullName = "a test", ...failureMessages: string[]) => ({
  status,
  fullName,
  failureMessages,
});

it("counts tests, names those that were skipped, and tells why one failed", () => {
  const failed = test("failed", "adds", "Error: 3 is not 4\n    at somewhere deep");
  const assertionResults = [test("passed"), test("passed"), failed, test("skipped", "docker (needs dockerd)")];
  const report = { testResults: [{ name: "sum.test.ts", status: "failed", assertionResults }] };
  const counts = {
    passed: 2,
    failures: ["sum.test.ts: adds\n    Error: 3 is not 4"],
    skipped: ["docker (needs dockerd)"],
  };
  expect(countResults(report)).toEqual(counts);
});

it("counts a file that could not be loaded as a failure", () => {
  const report = {
    testResults: [{ name: "a.test.ts", status: "failed", message: "no such module", assertionResults: [] }],
  };
  const failures = ["a.test.ts: before or after its tests\n    no such module"];
  expect(countResults(report)).toEqual({ passed: 0, failures, skipped: [] });
});

it("counts a failed afterAll as a failure, though every test passed", () => {
  const suite = { name: "a.test.ts", status: "failed", message: "it hung", assertionResults: [test("passed")] };
  const failures = ["a.test.ts: before or after its tests\n    it hung"];
  expect(countResults({ testResults: [suite] })).toEqual({ passed: 1, failures, skipped: [] });
});
