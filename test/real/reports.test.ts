import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

type Topology = "per-stage" | "combined";
const topologies: Topology[] = ["per-stage", "combined"];

/** Writes a report of JaCoCo with 70 of 100 covered lines, with the DTD that its reports name. */
const jacoco = `mkdir -p reports && echo '<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="x"><counter type="LINE" missed="30" covered="70"/></report>' >reports/jacoco.xml`;
/** Writes a report with one error and two warnings. */
const checkstyle = `mkdir -p reports && echo '<checkstyle><file name="A.java"><error severity="error" message="a"/><error severity="warning" message="b"/><error severity="warning" message="c"/></file></checkstyle>' >reports/style.xml`;
const sarif = `mkdir -p reports && echo '{"runs":[{"results":[{"level":"error"},{"level":"note"}]}]}' >reports/scan.sarif`;
const failedTest = `mkdir -p reports && echo '<testsuite><testcase name="a"><failure/></testcase></testsuite>' >reports/t.xml`;

const coverage = (minimum: number, gate: object = {}) => ({
  reports: [{ parser: "jacoco", pattern: "reports/jacoco.xml" }],
  qualityGates: [{ metric: "line", minimum, ...gate }],
});
const issues = (maximum: number, gate: object = {}) => ({
  reports: [{ parser: "checkstyle", pattern: "reports/style.xml" }],
  qualityGates: [{ maximum, ...gate }],
});
const source = (keys: object) => ({ id: "build", kind: "source", owner: "shop", tool: "command", ...keys });
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "${id} works"` },
  ...keys,
});

describeWith(["git", "java", "mvn"], "reports of coverage and issues", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function run(topology: Topology, ...stages: object[]): Promise<readonly BuildResult[]> {
    const restart = topology === "combined" ? "every-step" : "never";
    const { controller } = await jenkins.open({ service: { topology, stages } }, { restart });
    return await runIn(controller, topology);
  }

  async function runIn(controller: Controller, topology: Topology): Promise<readonly BuildResult[]> {
    await controller.startBuild({ job: topology === "combined" ? "/shop/shop" : "/shop/shop-build" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const { violations, log } of builds) expect(violations, log).toEqual([]);
    return builds;
  }

  const logOf = (builds: readonly BuildResult[]) => builds.map(({ log }) => log).join("\n");
  const worked = (builds: readonly BuildResult[]) => logOf(builds).match(/^(?:next|last) works$/gm) ?? [];
  const record = async (build: BuildResult | undefined) =>
    JSON.parse(await readFile(join(build?.artifactsDir ?? "", "release.json"), "utf8")) as { unstable?: string[] };

  describe.each(topologies)("%s", (topology) => {
    it("pass if they reach their limits, and have their own names in Jenkins", async () => {
      const builds = await run(
        topology,
        source({
          ...{
            command: `${jacoco}; ${checkstyle}; ${sarif}`,
            coverage: coverage(70),
            issues: issues(1, { severity: "error" }),
          },
          also: [
            {
              ...{ tool: "command", command: "true", coverage: { ...coverage(0), qualityGates: undefined } },
              issues: {
                reports: [
                  { parser: "checkstyle", pattern: "reports/style.xml" },
                  { parser: "sarif", pattern: "reports/*.sarif" },
                ],
                qualityGates: [{ maximum: 5 }],
              },
            },
          ],
        }),
        custom("next", { command: `${jacoco}; echo 'next works'`, coverage: coverage(69.5) }),
      );
      expect(new Set(builds.map(({ result }) => result)), logOf(builds)).toEqual(new Set(["SUCCESS"]));
      expect(worked(builds)).toEqual(["next works"]);
      expect(logOf(builds)).toContain("[Coverage] - LINE: 70.00% (SUCCESS, threshold 69.5)");
      expect(logOf(builds)).toContain("[Issues] - TOTAL_ERROR: 1 (SUCCESS, threshold 2.0)");
      expect(logOf(builds)).toContain("[Issues] - TOTAL: 5 (SUCCESS, threshold 6.0)");
      const ids = builds
        .flatMap(({ trace }) => trace)
        .flatMap(({ step, arguments: given }) =>
          step === "recordCoverage" || step === "recordIssues" ? [JSON.stringify(given)] : [],
        );
      expect(ids.length).toBe(5);
      expect(ids[0]).toContain('"build-coverage"');
      expect(ids[1]).toContain('"build-issues"');
      expect(ids[2]).toContain('"build_2-coverage"');
      expect(ids[3]).toContain('"build_2-issues"');
      expect(ids[4]).toContain('"next-coverage"');
    });

    it.each([
      ["coverage", { command: jacoco, coverage: coverage(70.5) }],
      ["issues", { command: checkstyle, issues: issues(2) }],
    ])("a gate of the %s makes the stage unstable, and no other stage starts", async (_, keys) => {
      const builds = await run(topology, source(keys), custom("next"));
      expect(builds.map(({ result }) => result)).toEqual(["UNSTABLE"]);
      expect(worked(builds)).toEqual([]);
      expect((await record(builds[0])).unstable).toEqual(["build"]);
    });

    it("with unstable: continue, the next stages start and the record lists the stage", async () => {
      const stage = { command: checkstyle, issues: issues(0, { severity: "normal" }), unstable: "continue" };
      const builds = await run(topology, source(stage), custom("next"));
      expect(builds[0]?.result).toBe("UNSTABLE");
      expect(worked(builds)).toEqual(["next works"]);
      expect((await record(builds.at(-1))).unstable).toEqual(["build"]);
    });

    it("with criticality: failure, the stage fails and there is no release", async () => {
      const gate = { criticality: "failure" };
      const builds = await run(
        topology,
        source({ command: "true" }),
        custom("check", {
          command: `${jacoco}; ${failedTest}`,
          coverage: coverage(80, gate),
          tests: ["reports/t.xml"],
        }),
        custom("last"),
      );
      expect(builds.at(-1)).toMatchObject({
        result: "FAILURE",
        error: "A quality gate of the coverage failed; see the log above.",
      });
      expect(logOf(builds)).toContain("Recording test results");
      expect(worked(builds)).toEqual([]);
    });

    it("a gate stops the pipeline if another stage made the run unstable before", async () => {
      const builds = await run(
        topology,
        source({ command: failedTest, tests: ["reports/t.xml"], unstable: "continue" }),
        custom("next", { command: `${jacoco}; echo 'next works'`, coverage: coverage(80) }),
        custom("last"),
      );
      expect(worked(builds)).toEqual(["next works"]);
      expect(builds.at(-1)?.result).toBe(topology === "combined" ? "FAILURE" : "UNSTABLE");
    });

    it("and does not if its stage has unstable: continue", async () => {
      const stages = ["build", "next"].map((id) => ({
        ...(id === "build" ? source({}) : custom(id)),
        ...{ command: `${jacoco}; ${failedTest}; echo '${id} works'`, unstable: "continue" },
        ...(id === "build" ? { tests: ["reports/t.xml"] } : { coverage: coverage(80) }),
      }));
      const builds = await run(topology, ...stages, custom("last"));
      expect(worked(builds)).toEqual(["next works", "last works"]);
      expect(builds[0]?.result).toBe("UNSTABLE");
    });
  });

  it("that are missing fail the stage, and do not hide the failure of a command", async () => {
    const [missing] = await run("per-stage", source({ command: "true", coverage: coverage(80) }));
    expect(missing).toMatchObject({
      result: "FAILURE",
      error: "No file matches the coverage report reports/jacoco.xml.",
    });
    const broken = { command: `${checkstyle}; exit 3`, coverage: coverage(80), issues: issues(0) };
    const [failed] = await run("per-stage", source(broken));
    expect(failed).toMatchObject({ result: "FAILURE", error: "The build command failed; see the log above." });
    expect(failed?.log).toContain("[Issues] -> found 3 issues");
  });
});
