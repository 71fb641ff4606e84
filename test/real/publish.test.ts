import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const token = "npm_s3cretT0ken";

/** The stages of docs/how-to/publish-a-library.md, with the registry of the test. */
const stages = (registry: string) => [
  {
    ...{ id: "build", kind: "source", owner: "shop", tool: "command", artifacts: ["dist/*.tgz"] },
    command: "mkdir dist && npm version --no-git-tag-version 1.0.$BUILD_NUMBER && npm pack --pack-destination dist",
  },
  {
    ...{ id: "publish", kind: "custom", owner: "shop", artifactsFrom: "build", secrets: { NPM_TOKEN: "npm" } },
    when: { branches: ["main"], tags: ["v*"] },
    command: [
      `printf '%s\\n' '${registry.replace("http:", "")}/:_authToken=\${NPM_TOKEN}' >.npmrc`,
      `npm publish --registry ${registry}/ ./dist/*.tgz`,
    ].join("\n"),
  },
];

describeWith(["git", "java", "mvn", "npm"], "a stage that publishes a library", () => {
  let jenkins: SmallJenkins;
  let controller: Controller;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    const service = {
      ...{ job: "multibranch", stages: stages(jenkins.sink.url) },
      branches: [
        { branch: "**", through: "publish" },
        { tag: "**", through: "publish" },
      ],
    };
    const opened = await jenkins.open(
      { platform: { locks: { replace: ["credentials", "custom.secrets"] } }, service },
      { credentials: [{ id: "npm", kind: "string", secret: token }] },
    );
    controller = opened.controller;
    const text = await readFile(join(opened.home, "pipelines/out/jenkinsfiles/shop/shop/build.Jenkinsfile"), "utf8");
    const library = { name: "@shop/library", version: "0.0.0", publishConfig: { access: "public" } };
    await jenkins.application.commit({ "package.json": JSON.stringify(library), Jenkinsfile: text }, "A library");
  });
  beforeEach(() => jenkins.sink.clear());
  afterAll(async () => {
    await jenkins?.stop();
  });

  /** Runs a build of a branch, a tag or a pull request, and returns all builds that it leads to. */
  async function run(what: object): Promise<readonly BuildResult[]> {
    const seen = (await controller.builds()).length;
    await controller.startBuild({ job: "/shop/shop-build", ...what });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).slice(seen).map((it) => controller.result(it)));
    for (const { violations, result, log } of builds) {
      expect(violations, log).toEqual([]);
      expect(result, log).toBe("SUCCESS");
      expect(log).not.toContain(token);
    }
    return builds;
  }

  const published = () =>
    jenkins.sink.requests
      .filter(({ method }) => method === "PUT")
      .map(({ path, headers, json }) => {
        const { versions } = json as { versions: Readonly<Record<string, unknown>> };
        // npm writes the escape in upper or in lower case, depending on its version.
        return {
          path: path.replace("%2f", "%2F"),
          versions: Object.keys(versions),
          authorization: headers.authorization,
        };
      });
  const upload = (version: string) => ({
    ...{
      path: `/${encodeURIComponent("@shop/library").replace("%40", "@")}`,
      versions: [version],
      authorization: `Bearer ${token}`,
    },
  });

  it("publishes the package of the source build from the main branch", async () => {
    await run({ branch: "main" });
    expect(published()).toEqual([upload("1.0.1")]);
  });

  it("publishes from a tag that matches, and not from another one", async () => {
    await jenkins.application.tag("v1.0");
    await run({ tag: "v1.0" });
    expect(published()).toEqual([upload("1.0.1")]);
    jenkins.sink.clear();
    await jenkins.application.tag("nightly");
    const builds = await run({ tag: "nightly" });
    expect(published()).toEqual([]);
    expect(builds.at(-1)?.log).toContain("Stage publish is skipped: it does not run for tag nightly.");
  });

  it("publishes nothing from another branch, although it reaches the stage", async () => {
    await jenkins.application.commit({ note: "x" }, "A feature", { branch: "feature/x" });
    const builds = await run({ branch: "feature/x" });
    expect(published()).toEqual([]);
    expect(builds.at(-1)?.log).toContain("Stage publish is skipped: it does not run for branch feature/x.");
  });

  it("publishes nothing from a pull request, also if a user starts the job for its build", async () => {
    await jenkins.application.commit({ note: "y" }, "A proposal", { branch: "proposal" });
    const builds = await run({ changeId: "7", branch: "proposal" });
    expect(builds.length).toBe(1);
    const parameters = { UPSTREAM_BUILD: "1", UPSTREAM_BRANCH: "PR-7" };
    const forced = await controller.build({ job: "/shop/shop-publish", parameters });
    expect(forced).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("can only be built and tested, not released"),
    });
    expect(published()).toEqual([]);
  });
});
