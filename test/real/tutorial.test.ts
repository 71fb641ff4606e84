import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import type { Walk } from "../support/page-walk.ts";
import { describeWith } from "../support/requires.ts";
import { beginTutorial, tutorial } from "../support/tutorial.ts";

describeWith(["git", "java", "mvn", "npm"], "the pipeline that the tutorial ends with", () => {
  let walk: Walk;
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
    walk = beginTutorial();
    for (const step of tutorial) walk.do(step);
  });
  afterAll(async () => {
    await runner?.stop();
    if (walk !== undefined) rmSync(walk.home, { recursive: true, force: true });
  });

  it("builds the application of the tutorial on the CPS engine", async () => {
    const hello = join(walk.home, "hello");
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...words], {
        cwd: hello,
        encoding: "utf8",
      });
    git("add", ".");
    git("commit", "--quiet", "--message", "Hello");
    const out = join(hello, "out");
    const jobs = readdirSync(join(out, "jenkins/jobs"), { recursive: true, encoding: "utf8" });
    const controller = await runner.controller({
      home: join(walk.home, "jenkins"),
      pipelines: hello,
      jobDsl: jobs.filter((it) => it.endsWith(".groovy")).map((it) => join(out, "jenkins/jobs", it)),
      libraries: [{ name: "ci-steps", root: join(out, "library"), trusted: false }],
      sandbox: true,
      agents: [{ name: "linux", labels: ["linux", "delivery"] }],
      // The only difference from the tutorial: this folder is the git server.
      environment: {
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: `url.file://${hello}/.git.insteadOf`,
        GIT_CONFIG_VALUE_0: git("remote", "get-url", "origin").trim(),
      },
    });
    const built = await controller.build({ job: "/hello/hello-build", user: "me" });
    expect(built.result, built.log).toBe("SUCCESS");
    expect(built.violations).toEqual([]);
    const record = JSON.parse(readFileSync(join(built.artifactsDir, "release.json"), "utf8"));
    expect(record).toMatchObject({ service: "hello", artifacts: [{ path: "dist/server.js" }] });
    expect(record.source.commit).toBe(git("rev-parse", "HEAD").trim());
  });
});
