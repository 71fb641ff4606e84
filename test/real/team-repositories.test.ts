import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import { gitOutput as git, gitEnvironment } from "../support/lab/git-run.ts";
import { type GitRepository, type Lab, makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { isShown, stepsOf, Walk } from "../support/page-walk.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const root = join(import.meta.dirname, "../..");

describeWith(["git"], "docs/how-to/give-a-team-its-repository.md, done by its reader", () => {
  const steps = stepsOf(readFileSync(join(root, "docs/how-to/give-a-team-its-repository.md"), "utf8"));
  const [jobs, before, after] = [
    "out/jenkins/jobs/release/shop.groovy",
    "out/jenkinsfiles/release/shop/prod.Jenkinsfile",
    "shop/prod.Jenkinsfile",
  ];
  let lab: Lab<{ readonly git: [] }>;
  let [pipelines, release]: GitRepository[] = [];
  let [home, clone]: string[] = [];
  let walk: Walk;

  beforeAll(async () => {
    lab = await startLab({ git: [] });
    home = await makeTemporary("team-repository");
    clone = join(home, "shop");
    cpSync(join(root, "examples/shop"), clone, { recursive: true });
    pipelines = await lab.git.create("ci/pipelines");
    release = await lab.git.create("release/pipelines");
    await git(clone, "init", "-q", "-b", "main");
    await git(clone, "add", ".");
    await git(clone, "commit", "-qm", "As it was");
    await git(clone, "remote", "add", "origin", pipelines.directory);
    await git(clone, "push", "-q", "origin", "main");
    walk = new Walk(home, environment(home, release.directory), clone);
  });
  afterAll(async () => {
    await lab?.stop();
    if (home !== undefined) await removeTemporary(home);
  });

  it("every job always has a Jenkinsfile, and the published files are the generated ones", async () => {
    const states: string[] = [];
    for (const step of steps) {
      if (step.kind === "run" && step.command.startsWith("git commit"))
        expectDone("stagewright generate --hook --quiet");
      const { printed, status } = walk.do(step);
      if (step.kind !== "run") continue;
      expect(isShown(printed, step.shown), `${step.command} printed:\n${printed}`).toBe(true);
      expect(status, step.command).toBe(0);
      states.push(await state());
    }
    // The seed job runs later than the push of the definitions: both repositories have the file then.
    expect([...new Set(states)]).toEqual([
      "old jobs, old file",
      "old jobs, both files",
      "new jobs, both files",
      "new jobs, new file",
    ]);
    expect(await release?.read("CODEOWNERS")).toMatch(/^\* +@acme\/release$/m);
  });

  it("each commit matches its specs", () => {
    for (const commit of ["HEAD", "HEAD~1"])
      expectDone(`git worktree add -q ../${commit} ${commit} && (cd ../${commit} && stagewright check --quiet)`);
  });

  it("a later change is added, and manual changes there are not overwritten", async () => {
    const publish = steps.find((step) => step.kind === "run" && step.command.includes("subtree"));
    const differs = steps.filter((step) => step.kind === "run").at(-1);
    if (publish === undefined || differs === undefined) throw new Error("the page has lost a step");
    const spec = readFileSync(join(clone ?? "", "services/shop.yaml"), "utf8");
    writeFileSync(
      join(clone ?? "", "services/shop.yaml"),
      spec.replace("environment: prod }", "environment: prod, timeout: 45 }"),
    );
    const commit = "stagewright generate --quiet && git add . && git commit -qm 'Less time'";
    expectDone(commit);
    expect(walk.do(differs).printed).toContain("shop/prod.Jenkinsfile");
    expect(walk.do(publish)).toEqual({ printed: "", status: 0 });
    expect((await release?.log())?.map(({ subject }) => subject)).toEqual([
      "Less time",
      "Team release has a repository of its own",
    ]);
    await release?.commit({ [after]: "by hand\n" }, "By hand");
    const refused = walk.do(publish);
    expect(refused.status).not.toBe(0);
    expect(refused.printed).toContain("rejected");
    expect(await release?.read(after)).toBe("by hand\n");
  });

  function expectDone(command: string): void {
    const { printed, status } = walk.do({ kind: "run", command, shown: "" });
    expect(status, `${command} printed:\n${printed}`).toBe(0);
  }

  /** The state of the servers: job definitions and files. */
  async function state(): Promise<string> {
    const moved = (await pipelines?.read(jobs))?.includes(`scriptPath('${after}')`) ? "new jobs" : "old jobs";
    const old = (await pipelines?.files())?.includes(before);
    const ours = (await release?.branches())?.includes("main") && (await release?.files())?.includes(after);
    return `${moved}, ${old && ours ? "both files" : old ? "old file" : ours ? "new file" : "no file"}`;
  }
});

describeWith(["git", "java", "mvn"], "jobs whose Jenkinsfiles lie in several repositories", () => {
  const stages = [
    { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built" },
    { id: "check", kind: "custom", owner: "release", command: "echo checked" },
  ];
  let jenkins: SmallJenkins;
  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  it.each([
    ["at its root", ""],
    ["in a folder of it", "ci"],
  ])("are read from the place in their definitions, with a team's own repository %s", async (_, directory) => {
    const [central, own] = [`central${directory}`, `release${directory}`];
    const [ops, release] = await Promise.all([jenkins.server.create(central), jenkins.server.create(own)]);
    jenkins.server.allow({ user: own, password: "its own", read: [own] });
    const login = { kind: "usernamePassword", username: own, password: "its own" } as const;
    const repository = { git: release.url, credentials: "release-read", directory };
    const { controller } = await jenkins.open(
      {
        platform: {
          pipelines: { git: ops.url, credentials: "git", owner: "shop" },
          teams: { shop: {}, release: { pipelines: repository } },
        },
        service: { stages },
      },
      { pipelines: null, credentials: [{ id: "release-read", folder: "/release", ...login }] },
      (folder) => publish(folder, ops, release, directory),
    );
    const path = `${directory === "" ? "" : "ci/"}shop/check.Jenkinsfile`;
    expect(await run(controller, 1)).toContain("checked\n");
    await release.commit({ [path]: (await release.read(path)).replace("echo checked", "echo twice") }, "By its team");
    expect(await run(controller, 2)).toContain("twice\n");
    const reads = jenkins.server.requests.filter(({ status, action }) => status === 200 && action === "read");
    const readers = (name: string) => [
      ...new Set(reads.filter((it) => it.repository === name).map(({ user }) => user)),
    ];
    expect([readers(central), readers(own)]).toEqual([["git"], [own]]);
  });

  /** Builds the source, and returns the log of the next job. */
  async function run(controller: Controller, number: number): Promise<string> {
    await controller.startBuild({ job: "/shop/shop-build" });
    await controller.idle();
    const [build, check] = await Promise.all(
      ["/shop/shop-build", "/release/shop-check"].map((job) => controller.result({ job, number })),
    );
    expect(build?.result, build?.log).toBe("SUCCESS");
    expect(check?.result, check?.log).toBe("SUCCESS");
    return check?.log ?? "";
  }
});

/** As in the how-to: the history of the team's folder, at the root of its repository or in a folder. */
async function publish(
  folder: string,
  pipelines: GitRepository,
  team: GitRepository,
  directory: string,
): Promise<void> {
  await git(folder, "init", "-q", "-b", "main");
  await git(folder, "add", ".");
  await git(folder, "commit", "-qm", "Generated");
  await git(folder, "push", "-q", pipelines.directory, "main");
  const history = (await git(folder, "subtree", "split", "-q", "--prefix", "out/repositories/release")).trim();
  if (directory === "") return void (await git(folder, "push", "-q", team.directory, `${history}:refs/heads/main`));
  await team.commit({ "README.md": "The team's own\n" }, "Begin");
  await git(folder, "push", "-q", team.directory, `${history}:refs/heads/generated`);
  const clone = join(folder, "team");
  await git(folder, "clone", "-q", team.directory, clone);
  await git(clone, "subtree", "add", "-q", "--prefix", directory, "origin/generated");
  await git(clone, "push", "-q", "origin", "main");
  await rm(clone, { recursive: true });
}

/** Replaces the page's addresses with those of the test server; runs the built command. */
function environment(home: string, release: string): Record<string, string | undefined> {
  const command = join(home, "bin/stagewright");
  mkdirSync(join(home, "bin"));
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "dist/cli.js")}' "$@"\n`);
  chmodSync(command, 0o755);
  return {
    ...gitEnvironment,
    ...{ GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: `url.${release}.insteadOf` },
    GIT_CONFIG_VALUE_0: "https://git.acme.internal/release/pipelines.git",
    ...{ PATH: `${join(home, "bin")}:${process.env.PATH}`, HOME: home, NO_COLOR: "1" },
  };
}
