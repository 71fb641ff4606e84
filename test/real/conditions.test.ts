import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const custom = (id: string, keys: object = {}) => ({
  id,
  kind: "custom",
  owner: "shop",
  command: `echo "${id} works"`,
  ...keys,
});
const approval = { by: ["managers"] };
/** Stages with each condition, a stage without one, and a later stage that uses their releases. */
const stages = [
  { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built" },
  custom("main", { when: { branches: ["main"] } }),
  custom("tagged", { when: { tags: ["v*"] }, owner: "other" }),
  custom("either", { when: { branches: ["release/*"], tags: ["v*"] } }),
  custom("backend", { when: { paths: ["backend/**"] }, parallel: "parts" }),
  custom("docs", { when: { paths: ["**/*.md"], branches: ["*"] }, parallel: "parts", owner: "other" }),
  custom("asked", { when: { branches: ["release/*"] }, approval, owner: "other" }),
  custom("last"),
];
const branches = [
  { branch: "**", through: "last" },
  { tag: "**", through: "last" },
];
const topologies = ["per-stage", "per-team", "combined"] as const;

describeWith(["git", "java", "mvn"], "a stage that works on some releases", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ "backend/a": "1", "README.md": "1", other: "1" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function open(topology: (typeof topologies)[number], restart: "never" | "every-step"): Promise<Controller> {
    const keys = { platform: { teams: { shop: {}, other: {} } }, service: { topology, stages, branches } };
    const inputs = [{ submitter: "rita", groups: ["managers"], parameters: { REASON: "fine" } }];
    const { controller } = await jenkins.open(keys, { inputs, restart, sandbox: restart !== "never" });
    return controller;
  }

  let seen = 0;
  /** The stages that ran after a build of a revision. */
  async function run(controller: Controller, revision: string): Promise<readonly string[]> {
    const jobs = (await controller.jobs()).map(({ path }) => path);
    const job = jobs.includes("/shop/shop") ? "/shop/shop" : "/shop/shop-build";
    await controller.startBuild({ job, user: "tim", parameters: { REVISION: revision } });
    await controller.idle();
    const all = await controller.builds();
    const builds: BuildResult[] = await Promise.all(all.slice(seen).map((it) => controller.result(it)));
    seen = all.length;
    for (const build of builds) {
      expect(build.violations).toEqual([]);
      expect(build.result, build.log).toBe("SUCCESS");
    }
    const last = JSON.parse(await readFile(join(builds.at(-1)?.artifactsDir ?? "", "release.json"), "utf8"));
    expect(last.producer.stage).toBe("last");
    const log = builds.map((it) => it.log).join("\n");
    expect(log.includes("No approval is requested")).toBe(!revision.startsWith("release"));
    return stages.map(({ id }) => id).filter((id) => log.includes(`\n${id} works`));
  }

  it.each([
    ["per-stage", "never"],
    ["per-team", "never"],
    ["combined", "never"],
    ["combined", "every-step"],
  ] as const)("%s hands on what it does not work on; restarts: %s", async (topology, restart) => {
    const name = `${topology}-${restart}`;
    seen = 0;
    const { application } = jenkins;
    const controller = await open(topology, restart);
    // The branch has no earlier build, so all files count as changed.
    expect(await run(controller, "main")).toEqual(["main", "backend", "docs", "last"]);
    await application.commit({ "backend/a": name }, "Backend");
    expect(await run(controller, "main")).toEqual(["main", "backend", "last"]);
    await application.commit({ "README.md": name }, "Read me");
    expect(await run(controller, "main")).toEqual(["main", "docs", "last"]);
    await application.tag(`v-${name}`);
    expect(await run(controller, `refs/tags/v-${name}`)).toEqual(["tagged", "either", "backend", "last"]);
    await application.commit({ other: name }, "Release", { branch: `release/${name}`, from: "main" });
    expect(await run(controller, `release/${name}`)).toEqual(["either", "backend", "asked", "last"]);
  });

  it("a pattern with many stars is compared in limited time", async () => {
    const [build] = stages;
    const starred = custom("starred", { when: { branches: [`${"*a".repeat(14)}b`] } });
    const branch = "a".repeat(44);
    await jenkins.application.commit({ other: "stars" }, "Stars", { branch, from: "main" });
    const service = {
      topology: "combined",
      stages: [build, starred],
      branches: [{ branch: "**", through: "starred" }],
    };
    const { controller } = await jenkins.open({
      service,
    });
    await controller.startBuild({ job: "/shop/shop", user: "tim", parameters: { REVISION: branch } });
    const ended = controller.idle().then(() => "ended");
    const limit = new Promise((resolve) => setTimeout(() => resolve("still runs"), 60_000));
    expect(await Promise.race([ended, limit])).toBe("ended");
    const { result, log } = await controller.result({ job: "/shop/shop", number: 1 });
    expect(result, log).toBe("SUCCESS");
    expect(log).not.toContain("\nstarred works");
  });
});
