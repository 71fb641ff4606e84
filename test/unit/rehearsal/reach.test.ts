import { describe, expect, it } from "vitest";
import { parametersOf } from "../../../generator/rehearsal/parameters.ts";
import { checkPullRequest, objectionTo } from "../../../generator/rehearsal/reach.ts";
import type { RehearsalRequest } from "../../../generator/rehearsal/request.ts";
import { type JenkinsService, nameJobs } from "../../../generator/targets/jenkins/jenkins-model.ts";
import { deployStage, imageStage, model, service, site, sourceStage } from "../../support/model.ts";

const reach = (branches: string[], tags: string[] = []) => ({ branches, tags, pullRequests: false });
const stages = [
  sourceStage({ reach: { ...reach(["**"], ["v*"]), pullRequests: true } }),
  imageStage({ reach: reach(["main", "release/*"], ["v*"]) }),
  deployStage({ reach: reach(["main"], ["v*"]) }),
  deployStage({ firstOfJob: "prod", id: "prod", owner: "release", needs: ["dev"], reach: reach([]) }),
];

function named(values: Parameters<typeof service>[1] = {}, git: typeof site.git = site.git) {
  const all = nameJobs(model({ site: { ...site, git }, services: [service("shop", { stages, ...values })] }));
  const [shop] = all.services;
  if (shop === undefined) throw new Error("the model has one service");
  return { all, shop };
}
const { shop } = named();
const jobOf = (id: string, of: JenkinsService = shop) => of.stages.find((stage) => stage.id === id)?.job ?? "";
const request = (values: Partial<RehearsalRequest> = {}) =>
  ({
    branch: null,
    tag: null,
    pullRequest: null,
    from: null,
    stage: null,
    parameters: {},
    ...values,
  }) as RehearsalRequest;

describe("a commit of a rehearsal", () => {
  const reached = (values: Partial<RehearsalRequest>) => {
    const ran = new Set<string>();
    return stages.flatMap(({ id }) => {
      if (objectionTo(shop, jobOf(id), request(values), ran) !== null) return [];
      ran.add(jobOf(id));
      return [id];
    });
  };
  const cases: readonly [Partial<RehearsalRequest>, readonly string[]][] = [
    [{}, ["build", "image", "dev", "prod"]],
    [{ branch: "main" }, ["build", "image", "dev", "prod"]],
    [{ branch: "feature/x" }, ["build"]],
    [{ branch: "release/1.x" }, ["build", "image"]],
    [{ branch: "release/1/x" }, ["build"]],
    [{ tag: "v1.0" }, ["build", "image", "dev", "prod"]],
    [{ tag: "nightly" }, ["build"]],
    [{ pullRequest: "5" }, ["build"]],
  ];
  it.each(cases)("%j reaches %j", (values, expected) => {
    expect(reached(values)).toEqual(expected);
  });

  it("explains why a stage is not started", () => {
    const objection = (id: string, values: Partial<RehearsalRequest>, ...ran: string[]) =>
      objectionTo(shop, jobOf(id), request(values), new Set(ran));
    expect(objection("image", { pullRequest: "5" })).toBe("pull request 5 does not reach it");
    expect(objection("dev", { branch: "release/1.x" })).toBe("branch release/1.x does not reach it");
    expect(objection("prod", { branch: "release/1.x" })).toBe("stage dev before it did not run");
    expect(objection("prod", { branch: "release/1.x" }, jobOf("dev"))).toBeNull();
    expect(objection("prod", { branch: "feature/x" }, jobOf("dev"))).toBe("branch feature/x does not reach it");
    expect(objection("dev", { branch: "feature/x", from: "dev" })).toBeNull();
  });
});

describe("a pull request", () => {
  const check = (pullRequest: string, ...given: Parameters<typeof named>) => {
    const { all, shop: of } = named(...given);
    return () => checkPullRequest(all, of, request({ pullRequest }));
  };
  const gitlab = { host: "gitlab", credentials: "git-api" } as const;

  it("has a number, and a job that builds pull requests", () => {
    expect(check("5", { job: "multibranch" }, gitlab)).not.toThrow();
    expect(check("abc", { job: "multibranch" }, gitlab)).toThrow('the pull request "abc" is not a number');
    expect(check("5")).toThrow("the job of shop builds no pull requests");
    expect(check("5", { job: "multibranch" })).toThrow("a plain git server has none");
  });
});

describe("the parameters of a rehearsal", () => {
  const jobs = [
    { path: jobOf("build"), parameters: [{ name: "REVISION" }, { name: "BOTH" }] },
    { path: jobOf("prod"), parameters: [{ name: "ROLLBACK_REASON" }, { name: "BOTH" }] },
  ];
  const parameters = { REVISION: "a", ROLLBACK_REASON: "b", BOTH: "c" };
  const given = (id: string, stage: string | null) =>
    parametersOf({ service: shop, stages: shop.stages }, jobs, jobOf(id), request({ stage, parameters }));

  it("are for the job of --stage if it has them, and else for the first job", () => {
    expect(given("prod", "prod")).toEqual({ ROLLBACK_REASON: "b", BOTH: "c" });
    expect(given("build", "prod")).toEqual({ REVISION: "a" });
    expect(given("build", null)).toEqual(parameters);
    expect([given("prod", null), given("dev", "prod")]).toEqual([{}, {}]);
  });
});
