import { expect, it } from "vitest";
import { countResults } from "../../../scripts/test-results.mjs";

const test = (status: string, fullName = "a test") => ({ status, fullName });

it("counts tests, and names those that were skipped", () => {
  const assertionResults = [test("passed"), test("passed"), test("failed"), test("skipped", "docker (needs dockerd)")];
  const report = { testResults: [{ status: "failed", assertionResults }] };
  expect(countResults(report)).toEqual({ passed: 2, failed: 1, skipped: ["docker (needs dockerd)"] });
});

it("counts a file that could not be loaded as a failure", () => {
  const report = { testResults: [{ status: "failed", assertionResults: [] }] };
  expect(countResults(report)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

it("counts a failed afterAll as a failure, though every test passed", () => {
  const report = { testResults: [{ status: "failed", assertionResults: [test("passed")] }] };
  expect(countResults(report)).toEqual({ passed: 1, failed: 1, skipped: [] });
});
