import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" };
const custom = { id: "check", kind: "custom", owner: "shop", command: "true" };

describeWith(["git", "java", "mvn"], "names of branches", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  it("are accepted as a revision if git accepts them and no tool reads them as an option or pattern", async () => {
    const { controller } = await jenkins.open({ service: { stages: [source] } });
    for (const branch of ["feature/grün", "fix/(12)-x", "feature/a&b", "한국", "it's", "release/1.2", "!x=1"]) {
      await jenkins.application.commit({ file: branch }, "Change", { branch, from: "main" });
      const { result, log } = await controller.build({ job: "/shop/shop-build", parameters: { REVISION: branch } });
      expect(result, log).toBe("SUCCESS");
    }
    for (const name of ["-x", "/x", "a..b", "a//b", "x y", "x$HOME", "*", ":x", "a\nb", "x.lock", "@{1}"]) {
      const { error } = await controller.build({ job: "/shop/shop-build", parameters: { REVISION: name } });
      expect(error, name).toContain("REVISION must be the name of a branch, a tag or a commit");
    }
  });

  it.each(["per-stage", "combined"])("do not hide a tag that a user builds, %s", async (topology) => {
    const branches = [{ tag: "v*", through: "check" }];
    const stages = [source, { ...custom, command: 'echo "works on $VERSION"' }];
    const keys = { service: { topology, branches, stages, version: "{branch}.{build}" } };
    const { controller } = await jenkins.open(keys, { restart: "every-step" });
    const job = topology === "combined" ? "/shop/shop" : "/shop/shop-build";
    await jenkins.application.tag(`v1-${topology}`);
    await jenkins.application.commit({ file: topology }, "Change", { branch: `v2-${topology}`, from: "main" });
    for (const revision of [`v1-${topology}`, `v2-${topology}`]) {
      await controller.startBuild({ job, user: "tim", parameters: { REVISION: revision } });
    }
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const { result, log, violations } of builds) expect([result, violations], log).toEqual(["SUCCESS", []]);
    const log = builds.map((it) => it.log).join("\n");
    expect(log).toContain(`works on v1-${topology}.1`);
    expect(log).not.toContain("works on v2");
  });

  it("are accepted as the name of a branch job if Jenkins leaves them in it", async () => {
    const service = { job: "multibranch", stages: [source, custom] };
    const { controller } = await jenkins.open({ service });
    const start = async (branch: string) => {
      const parameters = { UPSTREAM_BUILD: "1", UPSTREAM_BRANCH: branch };
      return (await controller.build({ job: "/shop/shop-check", parameters })).error ?? "";
    };
    const rejected = "UPSTREAM_BRANCH must be the name of a branch job";
    for (const name of ["feature%2Fgrün", "fix%2F(12)-x", "feature%2Fa&b", "한국", "it's", "!x=1"])
      expect(await start(name), name).not.toContain(rejected);
    for (const name of ["a/b", "..", ".", "../shop-dev", "$HOME", "a\\b", "a?b", "a\nb"])
      expect(await start(name), name).toContain(rejected);
  });
});
