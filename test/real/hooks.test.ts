import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildRequest, ControllerConfig } from "../../generator/rehearse/index.ts";
import { hookSteps, note, said } from "../support/hook-steps.ts";
import { describeWith } from "../support/requires.ts";
import { whitelists } from "../support/runs/modes.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const text = 'it\'s $HOME "and" \\ ${more}';
const stage = (id: string, more: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "work: ${id}"` },
  ...{ before: [note(`before ${id}`, { count: 2 }), note(text)], after: [note(`after ${id}`), { step: "noteEnd" }] },
  ...more,
});
const source = stage("build", { kind: "source", tool: "command", artifacts: ["application.txt"] });
const platform = { teams: { shop: { approvers: ["managers"] } } };

/** Ways to run that must give the same result. */
const ways: readonly (Partial<ControllerConfig> & { readonly trusted?: boolean })[] = [
  {},
  { restart: "every-step" },
  { sandbox: true, trusted: false },
  { sandbox: true, trusted: false, restart: "every-step", ...whitelists },
];

describeWith(["git", "java", "mvn"], "steps of the site's own before and after a stage's work", () => {
  let jenkins: SmallJenkins;
  let commit = "";

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    commit = await jenkins.application.commit({ "application.txt": "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function run(
    stages: readonly object[],
    keys: Readonly<Record<string, unknown>> = {},
    { trusted = true, ...config }: (typeof ways)[number] = {},
    request: Partial<BuildRequest> = {},
  ) {
    const service = { topology: "per-stage", ...keys, stages };
    const specs = { own: hookSteps, platform, service, trusted };
    const { controller } = await jenkins.open(specs, config, async (pipelines) => {
      if (keys.job !== "multibranch") return;
      const Jenkinsfile = await readFile(join(pipelines, "out/jenkinsfiles/shop/shop/build.Jenkinsfile"), "utf8");
      await jenkins.application.commit({ Jenkinsfile }, "A proposal", { branch: "proposal" });
    });
    const job = keys.topology === "combined" ? "/shop/shop" : "/shop/shop-build";
    await controller.startBuild({ job, user: "tim", ...request });
    await controller.idle();
    return Promise.all((await controller.builds()).map((build) => controller.result(build)));
  }

  function expected(id: string): string[] {
    const of = `of 1.${commit.slice(0, 12)} ${commit}`;
    return [
      ...[`hook: before ${id} 2 ${of}`, `hook: ${text} 0 ${of}`, `work: ${id}`],
      ...[`hook: after ${id} 0 ${of}`, "hook ends"],
    ];
  }

  it.each(["per-stage", "combined"])(
    "are called in order, in the application's folder, in each way to run: %s",
    async (topology) => {
      for (const way of ways) {
        const builds = await run([source, stage("check")], { topology }, way);
        for (const { violations, result, log, restarts } of builds) {
          expect(violations).toEqual([]);
          expect(result, log).toBe("SUCCESS");
          expect(restarts > 0).toBe(way.restart === "every-step");
        }
        expect(builds.flatMap(({ log }) => said(log))).toEqual([...expected("build"), ...expected("check")]);
      }
    },
  );

  it.each([
    ["before", { before: [note("no", { fail: true })] }, ["hook: no"]],
    ["after", { after: [note("no", { fail: true })] }, ["work: build", "hook: no"]],
  ])("that fails %s the work fails the stage, and no other stage uses its release", async (_, hooks, lines) => {
    const builds = await run([stage("build", { ...source, before: [], after: [], ...hooks }), stage("check")]);
    expect(builds.map(({ job, result, error }) => [job, result, error])).toEqual([
      ["/shop/shop-build", "FAILURE", "the hook says no"],
    ]);
    expect(builds.flatMap(({ log }) => said(log).map((line) => line.replace(/ 0 of .*/, "")))).toEqual(lines);
    expect(builds[0]?.artifacts).not.toContain("release.json");
  });

  it("are not called after work that failed", async () => {
    const [build] = await run([stage("build", { ...source, command: "echo work fails; exit 3" })]);
    expect(build?.result).toBe("FAILURE");
    expect(said(build?.log ?? "")).toEqual([...expected("build").slice(0, 2), "work fails"]);
  });

  it("are called after the approval, not before", async () => {
    const stages = [source, stage("gate", { approval: {} })];
    const answer = { submitter: "rita", groups: ["managers"], parameters: { REASON: "fine" } };
    const approved = (await run(stages, {}, { inputs: [answer] })).at(-1);
    expect(approved?.result, approved?.log).toBe("SUCCESS");
    const [asked, called] = ["[Pipeline] input", "hook: before gate"].map((it) => approved?.log.indexOf(it) ?? -1);
    expect(asked).toBeGreaterThan(0);
    expect(called).toBeGreaterThan(asked ?? 0);
  });

  it("are not called for a pull request", async () => {
    const [build] = await run([source], { job: "multibranch" }, {}, { changeId: "7", branch: "proposal" });
    expect(build?.result, build?.log).toBe("SUCCESS");
    expect(said(build?.log ?? "")).toEqual(["work: build"]);
    expect(build?.log).toContain("The hooks of this stage are skipped: they do not run for pull requests.");
  });
});
