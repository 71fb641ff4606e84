import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { hookSteps, note, said } from "../support/hook-steps.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

type Topology = "per-stage" | "combined";
const topologies: Topology[] = ["per-stage", "combined"];

const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" };
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "work: ${id}"` },
  ...keys,
});
/** Commands that print the file of the application, a file of the command, and the length of a secret. */
const show = (name: string) => `echo "work: ${name} $(cat file) $(cat made) \${#TOKEN}"`;
const after = { onFailure: show("onFailure"), always: show("always"), secrets: { TOKEN: "token" } };

describeWith(["git", "java", "mvn"], "the commands of a custom stage", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ "part/file": "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  function run(topology: Topology, ...stages: object[]): Promise<readonly BuildResult[]> {
    return runAll(topology, [source, ...stages]);
  }

  async function runAll(topology: Topology, stages: readonly object[]): Promise<readonly BuildResult[]> {
    const platform = { locks: { replace: ["credentials", "custom.secrets"] } };
    const { controller } = await jenkins.open(
      { platform, service: { topology, stages }, own: hookSteps },
      {
        restart: topology === "combined" ? "every-step" : "never",
        credentials: [{ id: "token", kind: "string", secret: "secret-1" }],
      },
    );
    await controller.startBuild({ job: topology === "combined" ? "/shop/shop" : "/shop/shop-build" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const { violations, log } of builds) {
      expect(violations, log).toEqual([]);
      expect(log).not.toContain("secret-1");
    }
    return builds;
  }

  const logOf = (builds: readonly BuildResult[]) => builds.map(({ log }) => log).join("\n");
  const record = async (build: BuildResult | undefined) =>
    JSON.parse(await readFile(join(build?.artifactsDir ?? "", "release.json"), "utf8")) as { unstable?: string[] };

  it("of the source stage and of a custom stage have the same release", async () => {
    const command = 'echo "work: $VERSION $COMMIT"';
    const own = { tool: "command", command, environment: { VERSION: "own" } };
    const builds = await runAll("per-stage", [{ ...source, command, also: [own] }, custom("check", { command })]);
    const [first = "", second, third] = said(logOf(builds));
    expect(first).toMatch(/^work: \S+ [0-9a-f]{40}$/);
    expect(second).toBe(first.replace(/ \S+/, " own"));
    expect(third).toBe(first);
  });

  describe.each(topologies)("%s", (topology) => {
    it("run in order, in one folder with the same secrets", async () => {
      const stage = custom("check", { directory: "part", command: "echo 1 >made; echo work: command", ...after });
      const builds = await run(topology, stage, custom("last"));
      expect(said(logOf(builds))).toEqual(["work: command", "work: always x 1 8", "work: last"]);
    });

    it("after a failure, the stage fails with the error of its command", async () => {
      const command = "echo 2 >made; echo work: command; exit 3";
      const stage = custom("check", { directory: "part", command, ...after, always: "echo work: always; exit 4" });
      const builds = await run(topology, stage, custom("last"));
      expect(said(logOf(builds))).toEqual(["work: command", "work: onFailure x 2 8", "work: always"]);
      expect(builds.at(-1)).toMatchObject({
        result: "FAILURE",
        error: "The build command failed; see the log above.",
      });
      expect(logOf(builds)).toContain("The command always failed, too");
    });

    it("that may fail make the stage unstable, and the next stages start", async () => {
      const stage = custom("check", { command: "exit 3", allowFailure: true, after: [note("never")] });
      const builds = await run(topology, stage, custom("last"));
      expect(said(logOf(builds)), logOf(builds)).toEqual(["work: last"]);
      expect(logOf(builds)).toContain("Stage check is allowed to fail");
      expect(builds.map(({ result }) => result)).toEqual(
        topology === "combined" ? ["UNSTABLE"] : ["SUCCESS", "UNSTABLE", "SUCCESS"],
      );
      expect((await record(builds.at(-1))).unstable).toEqual(["check"]);
    });
  });

  it("that may fail do not hide a failed hook", async () => {
    const stage = custom("check", { allowFailure: true, before: [note("begin", { fail: true })] });
    const builds = await run("per-stage", stage, custom("last"));
    expect(builds.at(-1)).toMatchObject({ result: "FAILURE", error: "the hook says no" });
    expect(said(logOf(builds))).toEqual([expect.stringContaining("hook: begin")]);
  });

  it("that may fail continue a pipeline that waits for the stage", async () => {
    const stage = custom("check", { command: "exit 3", allowFailure: true, wait: true });
    const builds = await run("per-stage", stage, custom("last"));
    expect(said(logOf(builds))).toEqual(["work: last"]);
    expect(builds.map(({ result }) => result)).not.toContain("FAILURE");
  });

  it("fail if only always fails", async () => {
    const builds = await run("per-stage", custom("check", { always: "exit 4" }), custom("last"));
    expect(said(logOf(builds))).toEqual(["work: check"]);
    expect(builds.at(-1)?.result).toBe("FAILURE");
  });
});
