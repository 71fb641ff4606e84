import { describe, expect, it } from "vitest";
import { CoverageSum, percent, ranges } from "../../../generator/rehearsal/scenarios/coverage.ts";
import { readScenarios, requestOf } from "../../../generator/rehearsal/scenarios/read.ts";
import { toHtml, toJunit } from "../../../generator/rehearsal/scenarios/reports.ts";
import { nameJobs } from "../../../generator/targets/jenkins/jenkins-model.ts";
import { model } from "../../support/model.ts";

describe("a scenario file", () => {
  it("reports an unknown key with its line", () => {
    const { file, diagnostics } = readScenarios({
      path: "s.yaml",
      text: "service: shop\nscenarios:\n  - { name: a, expects: {} }\n",
    });
    expect(file).toBeNull();
    expect(diagnostics[0]).toMatchObject({ at: { file: "s.yaml", line: 3 } });
  });

  it("becomes a request with paths relative to the file, rules and answers", () => {
    const { file } = readScenarios({
      path: "scenarios/s.yaml",
      text: "service: shop\nscenarios:\n  - { name: a, stubs: stubs, plant: [{ step: input, returns: yes }], approvals: [{ by: ann }] }\n",
    });
    const scenario = file?.spec.scenarios[0];
    if (file === null || scenario === undefined) throw new Error("the file is valid");
    expect(file.lines).toEqual([3]);
    expect(requestOf(file, scenario, "/site/scenarios/s.yaml", true, null)).toMatchObject({
      stubs: "/site/scenarios/stubs",
      rules: [{ id: "plant 1", step: "input", value: "yes" }],
      answers: [{ submitter: "ann", once: true }],
      coverage: true,
    });
  });
});

describe("reports", () => {
  const report = {
    scenarios: [
      { file: "s.yaml", line: 3, name: "a <b>", problems: [], failures: [], milliseconds: 1500, ownMilliseconds: 1 },
      {
        file: "s.yaml",
        line: 9,
        name: "c",
        problems: ['expected "x" & y'],
        failures: [],
        milliseconds: 10,
        ownMilliseconds: 1,
      },
    ],
    coverage: [],
    belowLimit: [],
  };

  it("JUnit XML has a test case for each scenario, with escaped texts", () => {
    const xml = toJunit(report);
    expect(xml).toContain('<testsuite name="s.yaml" tests="2" failures="1" time="1.510">');
    expect(xml).toContain('name="a &lt;b&gt;" file="s.yaml" line="3"');
    expect(xml).toContain('<failure message="expected &quot;x&quot; &amp; y">');
  });

  it("HTML escapes texts", () => {
    expect(toHtml(report)).toContain("a &lt;b&gt;");
  });
});

describe("coverage", () => {
  it("adds up the runs of several rehearsals", () => {
    const sum = new CoverageSum();
    const add = (lines: Record<string, number>) =>
      sum.add({ "/lib/vars/a.groovy": { lines, branches: { "2:0": 1, "2:1": 0 } } }, "/lib", nameJobs(model()));
    add({ 2: 1, 3: 0, 4: 0, 6: 0 });
    add({ 2: 0, 3: 0, 4: 0, 6: 1 });
    const files = sum.of(sum.defaults());
    expect(files).toEqual([
      {
        path: "library/vars/a.groovy",
        lines: { covered: 2, total: 4, missed: [3, 4] },
        branches: { covered: 1, total: 2 },
      },
    ]);
    expect([percent(files, "lines"), percent(files, "branches")]).toEqual([50, 50]);
    expect(ranges([3, 4, 9])).toBe("3-4, 9");
  });
});
