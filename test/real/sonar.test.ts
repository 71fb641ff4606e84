import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, ControllerConfig } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

type Topology = "per-stage" | "combined";
const topologies: Topology[] = ["per-stage", "combined"];

/** A scanner that prints what it gets, and writes the report of the real one. */
const scanner = `#!/bin/sh
echo "scanner for $SONAR_HOST_URL, with $SONARQUBE_SCANNER_PARAMS"
mkdir -p .scannerwork
printf 'projectKey=shop\\nserverUrl=%s\\nceTaskId=task-%s\\n' "$SONAR_HOST_URL" "$BUILD_NUMBER" >.scannerwork/report-task.txt
`;

const source = (keys: object) => ({ id: "build", kind: "source", owner: "shop", tool: "command", ...keys });
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "${id} works"` },
  ...keys,
});
const scan = { command: "sonar-scanner", sonar: { server: "sonarqube" } };

describeWith(["git", "java", "mvn"], "the analysis with SonarQube", () => {
  let jenkins: SmallJenkins;
  let environment: Record<string, string>;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
    const bin = join(await jenkins.folder(), "bin");
    await mkdir(bin);
    await writeFile(join(bin, "sonar-scanner"), scanner);
    await chmod(join(bin, "sonar-scanner"), 0o755);
    environment = { PATH: `${bin}:${process.env.PATH}`, SONAR_HOST_URL: "http://sonar.acme.internal" };
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function run(
    topology: Topology,
    stages: object[],
    status = "OK",
    config: Partial<ControllerConfig> = {},
  ): Promise<readonly BuildResult[]> {
    const restart = topology === "combined" ? "every-step" : "never";
    const rules = status === "OK" ? [] : [{ id: "gate", step: "waitForQualityGate", value: { status } }];
    const agents = [{ name: "one", labels: ["linux", "delivery"], env: environment }];
    const { controller } = await jenkins.open({ service: { topology, stages } }, { restart, rules, agents, ...config });
    await controller.startBuild({ job: topology === "combined" ? "/shop/shop" : "/shop/shop-build" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const { violations, log } of builds) expect(violations, log).toEqual([]);
    return builds;
  }

  const logOf = (builds: readonly BuildResult[]) => builds.map(({ log }) => log).join("\n");
  const worked = (builds: readonly BuildResult[]) => logOf(builds).match(/^(?:next|last) works$/gm) ?? [];
  const record = async ({ artifactsDir = "" }: Partial<BuildResult> = {}) =>
    JSON.parse(await readFile(join(artifactsDir, "release.json"), "utf8")) as { unstable?: string[] };

  describe.each(topologies)("%s", (topology) => {
    it("runs on the agent, waits without one, and then the next stages start", async () => {
      const builds = await run(topology, [source(scan), custom("next", scan), custom("last")]);
      expect(new Set(builds.map(({ result }) => result)), logOf(builds)).toEqual(new Set(["SUCCESS"]));
      expect(worked(builds)).toEqual(["last works"]);
      expect(logOf(builds)).toContain(
        'scanner for http://sonar.acme.internal, with { "sonar.host.url" : "http://sonar.acme.internal", "sonar.token" : "****"}',
      );
      expect(logOf(builds)).not.toContain("rehearsal-sonar-token");
      const steps = builds.flatMap(({ trace }) => trace);
      const waits = steps.filter(({ step }) => step === "waitForQualityGate");
      expect(waits.map(({ agent, arguments: given }) => [agent, given])).toEqual(
        Array.from({ length: 2 }, () => ["", { abortPipeline: false }]),
      );
      expect(JSON.stringify(steps.find(({ step }) => step === "withSonarQubeEnv")?.arguments)).toBe(
        '{"installationName":"sonarqube"}',
      );
    });

    it("fails the stage if the quality gate fails, and there is no release", async () => {
      const builds = await run(topology, [source(scan), custom("next")], "ERROR");
      expect(builds).toMatchObject([
        { result: "FAILURE", error: "The quality gate of SonarQube is ERROR; see the analysis on the server." },
      ]);
      expect(builds[0]?.artifacts).toEqual([]);
      expect(worked(builds)).toEqual([]);
    });

    it("with criticality: unstable, makes the stage unstable, and no other stage starts", async () => {
      const sonar = { server: "sonarqube", criticality: "unstable" };
      const builds = await run(topology, [source({ ...scan, sonar }), custom("next")], "ERROR");
      expect(builds.map(({ result }) => result)).toEqual(["UNSTABLE"]);
      expect(worked(builds)).toEqual([]);
      expect((await record(builds[0])).unstable).toEqual(["build"]);
    });

    it("with unstable: continue, the next stages start and the record lists the stage", async () => {
      const sonar = { server: "sonarqube", criticality: "unstable" };
      const stages = [source({ command: "true" }), custom("scan", { ...scan, sonar, unstable: "continue" })];
      const builds = await run(topology, [...stages, custom("last")], "ERROR");
      expect(worked(builds)).toEqual(["last works"]);
      expect((await record(builds.at(-1))).unstable).toEqual(["scan"]);
    });
  });

  it("fails a stage without a report, and does not use the analysis of an earlier stage", async () => {
    const builds = await run("combined", [source(scan), custom("next", { ...scan, command: "true" })]);
    expect(builds).toMatchObject([
      {
        result: "FAILURE",
        error:
          "The stage sent no analysis to SonarQube: there is no report-task.txt. Run a scanner in the command, such as sonar-scanner.",
      },
    ]);
  });

  it("does not analyze a pull request, whose code could read the token", async () => {
    const keys = {
      job: "multibranch",
      branches: [
        { branch: "main", through: "build" },
        { pullRequest: true, through: "build" },
      ],
    };
    const stages = [source({ ...scan, command: "echo token: $(printenv SONAR_AUTH_TOKEN)." })];
    const { controller, home } = await jenkins.open({ service: { ...keys, stages } });
    const Jenkinsfile = await readFile(join(home, "pipelines/out/jenkinsfiles/shop/shop/build.Jenkinsfile"), "utf8");
    await jenkins.application.commit({ Jenkinsfile }, "A proposal", { branch: "proposal" });
    const build = await controller.build({ job: "/shop/shop-build", changeId: "7", branch: "proposal" });
    expect(build.log).toContain("token: .");
    expect(build.trace.map(({ step }) => step)).not.toContain("withSonarQubeEnv");
    expect(build).toMatchObject({ result: "SUCCESS", violations: [] });
  });

  it("does not wait for the quality gate of a command that failed and may fail", async () => {
    const failed = custom("scan", { ...scan, command: "exit 3", allowFailure: true });
    const builds = await run("combined", [source({ command: "true" }), failed, custom("last")]);
    expect(worked(builds)).toEqual(["last works"]);
    expect(builds[0]?.trace.map(({ step }) => step)).not.toContain("waitForQualityGate");
  });
});
