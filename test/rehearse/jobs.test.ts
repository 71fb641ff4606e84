import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type Given, useRunner } from "./support.ts";

const PRODUCER =
  "node { sh 'mkdir -p out/sub; echo $BUILD_NUMBER > out/n; echo x > out/sub/y'\narchiveArtifacts 'out/**' }";
const CONSUMER =
  "node { copyArtifacts projectName: '/a/make', selector: specific(params.N), filter: 'out/n', target: 't', flatten: true\necho 'got ' + readFile('t/n') }";
const PARAMETER = [{ name: "N", default: "1" }];

const DSL = `
folder('shop')
pipelineJob('shop/shop-build') {
    description('Builds shop.')
    logRotator {
        daysToKeep(30)
        numToKeep(10)
    }
    parameters {
        stringParam('REF', 'main', 'What to build')
        choiceParam('KIND', ['a', 'b'], 'Kind')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/platform/shop-image,/shop/x/*')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.example/pipelines.git')
                        credentials('git')
                    }
                    branch('main')
                }
            }
            scriptPath('jenkinsfiles/shop/build.Jenkinsfile')
            lightweight(true)
        }
    }
}
multibranchPipelineJob('shop/app') {
    branchSources {
        branchSource {
            source {
                git {
                    id('constant')
                    remote('https://git.example/app.git')
                    traits { gitBranchDiscovery() }
                }
            }
        }
    }
    factory { workflowBranchProjectFactory { scriptPath('Jenkinsfile') } }
}
`;

describeWith(["java", "mvn", "git"], "jobs", () => {
  const { controller, run, tree } = useRunner();
  const withJobs = async (given: Given, body: (jenkins: Controller) => Promise<void>): Promise<void> => {
    const jenkins = await controller(given);
    try {
      await body(jenkins);
    } finally {
      await jenkins.close();
    }
  };

  test("the step build starts another job with parameters", async () => {
    const jobs = [
      {
        path: "/a/other",
        script: "echo \"P=${params.P}\"\ncurrentBuild.description = 'd'",
        parameters: [{ name: "P", default: "x" }],
      },
    ];
    const script =
      "def b = build(job: '/a/other', parameters: [string(name: 'P', value: 'y'), string(name: 'Q', value: 'z')])\necho \"${b.number} ${b.result} ${b.description}\"";
    await withJobs({ jobs: [...jobs, { path: "/b/j", script }] }, async (jenkins) => {
      const build = await jenkins.build({ job: "/b/j" });
      expect(build.log).toMatch(/the parameter Q is not defined in \/a\/other and was dropped[\s\S]*1 SUCCESS d/);
      expect(build.downstream).toEqual([{ job: "/a/other", number: 1 }]);
      const other = await jenkins.result({ job: "/a/other", number: 1 });
      expect(other.upstream).toEqual([{ job: "/b/j", number: 1 }]);
      expect(other.log).toMatch(/Started by upstream project "b\/j" build number 1[\s\S]*P=y/);
    });
  });

  test("a failed downstream build fails the upstream build, except with propagate: false or wait: false", async () => {
    const jobs = [{ path: "/a/bad", script: "sleep(time: 50, unit: 'MILLISECONDS')\nerror 'x'" }];
    const failed = await run("build '/a/bad'", { jobs });
    expect([failed.result, failed.error]).toEqual([
      "FAILURE",
      "a » bad #1 completed with status FAILURE (propagate: false to ignore)",
    ]);
    expect((await run("echo build(job: '/a/bad', propagate: false).result", { jobs })).log).toContain("\nFAILURE\n");
    expect((await run("build job: '/a/bad', wait: false", { jobs })).result).toBe("SUCCESS");
  });

  test.each([
    ["the exact job", ["/test/job"], true],
    ["the job in a list", ["/x/y,/test/job"], true],
    ["all jobs of the folder", ["/test/*"], true],
    ["another job", ["/test/jo"], false],
    ["a prefix", ["/te*"], false],
    ["no job", [], false],
  ])("copyArtifacts when the producer permits %s", async (_, copyArtifactPermission, allowed) => {
    const jobs = [
      { path: "/a/make", script: PRODUCER, copyArtifactPermission },
      { path: "/test/job", script: CONSUMER, parameters: PARAMETER },
    ];
    await withJobs({ jobs }, async (jenkins) => {
      for (let i = 0; i < 2; i++) await jenkins.build({ job: "/a/make" });
      const build = await jenkins.build({ job: "/test/job", parameters: { N: "1" } });
      if (allowed) expect(build.log).toContain("got 1");
      else expect(build.error).toContain("Unable to find project for artifact copy: /a/make");
    });
  });

  test.each([
    ["lastSuccessful()", "filter: 'out/sub/*'", "Copied 1 artifact(s)"],
    ["specific('7')", "filter: '**'", "Unable to find a build for artifact copy from: /a/make"],
    ["specific('x')", "filter: '**'", '"x" is not a build number'],
    ["lastCompleted()", "filter: 'none'", "Failed to copy artifacts from /a/make with filter: none"],
    ["lastCompleted()", "filter: 'none', optional: true", "Failed to copy artifacts"],
  ])("copyArtifacts with %s and %s", async (selector, rest, log) => {
    const script = `build '/a/make'\nnode { copyArtifacts projectName: '/a/make', selector: ${selector}, ${rest} }`;
    expect(
      (await run(script, { jobs: [{ path: "/a/make", script: PRODUCER, copyArtifactPermission: ["/test/job"] }] })).log,
    ).toContain(log);
  });

  test("a credential is visible in its folder and below, and the nearest one is used", async () => {
    const credentials = [
      { id: "c", kind: "string", secret: "global-1" },
      { id: "c", kind: "string", secret: "shop-22", folder: "/shop" },
      { id: "d", kind: "string", secret: "shop-only", folder: "/shop" },
    ] as const;
    const script =
      "withCredentials([string(credentialsId: 'c', variable: 'C')]) { echo \"length ${C.length()}\" }\nwithCredentials([string(credentialsId: 'd', variable: 'D')]) { }";
    await withJobs(
      { credentials, jobs: ["/shop/deep/j", "/shopping/j"].map((path) => ({ path, script })) },
      async (jenkins) => {
        expect((await jenkins.build({ job: "/shop/deep/j" })).log).toMatch(/length 7\n[\s\S]*Finished: SUCCESS/);
        const other = await jenkins.build({ job: "/shopping/j" });
        expect(other.log).toContain("length 8\n");
        expect(other.error).toBe("Could not find credentials entry with ID 'd'");
      },
    );
  });

  test("Job DSL defines jobs with their parameters and permissions", async () => {
    const pipelines = await tree({
      "jenkinsfiles/shop/build.Jenkinsfile": 'echo "${params.REF} ${params.KIND}"',
      "jobs.groovy": DSL,
    });
    await withJobs({ pipelines, jobDsl: [join(pipelines, "jobs.groovy")] }, async (jenkins) => {
      const [build, app] = await jenkins.jobs();
      expect(build).toMatchObject({
        path: "/shop/shop-build",
        description: "Builds shop.",
        disableConcurrentBuilds: true,
        copyArtifactPermission: ["/platform/shop-image,/shop/x/*"],
      });
      expect(app).toMatchObject({ path: "/shop/app", multibranch: true, scm: { url: "https://git.example/app.git" } });
      expect((await jenkins.build({ job: "/shop/shop-build", parameters: { KIND: "b" } })).log).toContain("\nmain b\n");
      await expect(jenkins.build({ job: "/shop/shop-build", parameters: { KIND: "c" } })).rejects.toThrow(
        "Illegal choice for parameter KIND: c",
      );
      await expect(jenkins.build({ job: "/shop/shop-build", parameters: { WHAT: "c" } })).rejects.toThrow(
        'has no parameter "WHAT"',
      );
      await expect(jenkins.build({ job: "/none" })).rejects.toThrow("No item named none found");
      await expect(jenkins.build({ job: "/shop/app" })).rejects.toThrow("name a branch, a tag or a changeId");
    });
  });

  test.each([
    ["pipelineJob('a') { colour('red') }", 'no method "colour" in pipelineJob; it has [authorization'],
    [
      "pipelineJob('a') { parameters { stringParam(1) } }",
      '"stringParam" in parameters takes [String, String?, String?], not [1]',
    ],
    ["pipelineJob('a') { parameters() }", '"parameters" in pipelineJob needs a block'],
    ["pipelineJob('a') { properties { durabilityHint { hint('FAST') } } }", '"hint" in durabilityHint takes'],
    ["freeStyleJob('a') { }", 'no method "freeStyleJob" in script'],
    ["pipelineJob('none/a') { }", 'unknown parent path in "none/a"'],
  ])("Job DSL rejects %s", async (script, message) => {
    const root = await tree({ "jobs.groovy": script });
    await expect(controller({ jobDsl: [join(root, "jobs.groovy")] })).rejects.toThrow(message);
  });

  test("checks out a branch, a commit and a pull request, with a Jenkinsfile in the application", async () => {
    const app = await tree({});
    const git = (...words: string[]): string =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
        cwd: app,
        encoding: "utf8",
      }).trim();
    mkdirSync(app, { recursive: true });
    git("init", "-q", "-b", "main");
    writeFileSync(
      join(app, "Jenkinsfile"),
      "node { def s = checkout(scm)\necho \"${s.GIT_COMMIT} ${s.GIT_BRANCH} ${env.BRANCH_NAME} ${env.CHANGE_ID}\"\nsh 'ls' }",
    );
    git("add", ".");
    git("commit", "-qm", "one");
    const first = git("rev-parse", "HEAD");
    git("checkout", "-qb", "feature/x");
    writeFileSync(join(app, "new"), "");
    writeFileSync(
      join(app, "Jenkinsfile"),
      `${readFileSync(join(app, "Jenkinsfile"), "utf8")}\necho 'the branch itself'`,
    );
    git("add", ".");
    git("commit", "-qm", "two");
    const second = git("rev-parse", "HEAD");
    const script = `node { dir('src') { def s = checkout(scmGit(branches: [[name: '${first}']], userRemoteConfigs: [[url: '${app}']], extensions: [cloneOption(honorRefspec: true)]))\necho "\${s.GIT_COMMIT} \${s.GIT_BRANCH}"\nsh 'ls' } }`;
    const jobs = [
      { path: "/app", multibranch: true, scriptPath: "Jenkinsfile", scm: { url: app } },
      { path: "/plain", script },
    ];
    await withJobs({ jobs }, async (jenkins) => {
      const branch = await jenkins.build({ job: "/app", branch: "feature/x" });
      expect(branch.job).toBe("/app/feature%2Fx");
      expect(branch.log).toMatch(new RegExp(`${second} feature/x feature/x null[\\s\\S]*\\nnew\\n`));
      expect((await jenkins.build({ job: "/app", changeId: "7", branch: "feature/x" })).log).toContain(
        `${second} PR-7 PR-7 7`,
      );
      // The Jenkinsfile of the branch runs, but for a fork the one of the target branch.
      expect(branch.log).toContain("\nthe branch itself\n");
      const fork = await jenkins.build({ job: "/app", changeId: "8", branch: "feature/x", fork: true });
      expect(fork.log).toContain(`${second} PR-8 PR-8 8`);
      expect(fork.log).not.toContain("the branch itself");
      await expect(jenkins.build({ job: "/app", branch: "none" })).rejects.toThrow("git fetch of");
      expect((await jenkins.build({ job: "/plain" })).log).toMatch(
        new RegExp(`${first} origin/\\S+[\\s\\S]*ls\\nJenkinsfile\\n`),
      );
    });
    const missing = await run(
      `node { checkout scmGit(branches: [[name: 'none']], userRemoteConfigs: [[url: '${app}']]) }`,
    );
    expect(missing.error).toContain("Couldn't find any revision to build");
    const secret = await run(
      `node { checkout scmGit(branches: [[name: 'main']], userRemoteConfigs: [[url: '${app}', credentialsId: 'none']]) }`,
    );
    expect([secret.result, secret.log]).toEqual([
      "SUCCESS",
      expect.stringContaining('Warning: CredentialId "none" could not be found'),
    ]);
  });
});
