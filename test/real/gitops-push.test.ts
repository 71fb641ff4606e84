import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { folder, type GitOpsRun, newDigest, prepareGitOps, repositoryOfImage } from "../support/gitops-run.ts";
import { removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";

const values = { [`${folder}/values.yaml`]: `image:\n  repository: ${repositoryOfImage}\n  tag: ""\n` };
const reader = { user: "reader", password: "reader's", read: ["*"], write: [] };

describeWith(["git", "go"], "the push of a release", () => {
  let run: GitOpsRun;
  beforeAll(async () => {
    run = await prepareGitOps();
  });
  beforeEach(() => run.fill(values));
  afterAll(async () => {
    if (run !== undefined) await removeTemporary(run.home);
  });

  const tried = join("ops.git", "tried");
  const hook = (lines: string) =>
    writeFile(join(run.home, "ops.git/hooks/pre-receive"), `#!/bin/sh\necho try >>tried\n${lines}\n`, { mode: 0o755 });
  const tries = async () => (await readFile(join(run.home, tried), "utf8")).trim().split("\n").length;
  const race = "unset GIT_QUARANTINE_PATH\n[ -e raced ] || { : >raced; git update-ref refs/heads/main other; }";

  it("to a protected branch fails at once, with the line of the host", async () => {
    await hook("echo 'GitLab: You are not allowed to push code to protected branches on this project.'; exit 1");
    const { failure } = await run.commit("helm");
    expect(failure).toMatch(/could not be pushed to \S+: remote: GitLab: You are not allowed to push code/);
    expect(failure).toContain("[remote rejected] HEAD -> main (pre-receive hook declined)");
    expect(await tries()).toBe(1);
  });

  it("without the right to write fails at once", async () => {
    const lab = await startLab({ git: [reader] });
    try {
      const repository = await lab.git.create("ops/prod");
      await repository.commit(values, "Beginning");
      const login = { GIT_USER: reader.user, GIT_PASSWORD: reader.password };
      const started = Date.now();
      const { failure } = await run.commit("helm", { ...login, GITOPS_URL: `${lab.git.url}/ops/prod.git` });
      expect(failure).toMatch(/could not be pushed to \S+: fatal: .*(403|Authentication failed)/);
      expect(Date.now() - started).toBeLessThan(20_000);
    } finally {
      await lab.stop();
    }
  });

  it("is tried again if another run pushed first", async () => {
    await run.git(
      "update-ref",
      "refs/heads/other",
      await run.git("commit-tree", "-m", "other", "-p", "main", "main^{tree}"),
    );
    await hook(race);
    const { failure, output } = await run.commit("helm");
    expect(failure, output).toBe("");
    expect(await tries()).toBe(2);
    expect(await run.git("log", "--format=%s", "main")).toBe("shop 1.0.2 to prod\nother\nBeginning");
  });

  const request = { REQUEST_BRANCH: "deploy/prod/shop-1" };

  it("of the same build again updates the branch of its own request", async () => {
    expect((await run.commit("helm", request)).failure).toBe("");
    const first = await run.git("rev-parse", request.REQUEST_BRANCH);
    const again = { ...request, IMAGE_0: `${repositoryOfImage}:1.0.3@${newDigest}`, VERSION: "1.0.3" };
    const { failure, output } = await run.commit("helm", again);
    expect(failure, output).toBe("");
    expect(await run.read(`${folder}/values.yaml`, request.REQUEST_BRANCH)).toContain(`1.0.3@${newDigest}`);
    expect(await run.git("rev-parse", request.REQUEST_BRANCH)).not.toBe(first);
    expect(await run.git("log", "--format=%s", request.REQUEST_BRANCH)).toBe("shop 1.0.3 to prod\nBeginning");
    expect(await run.git("log", "--format=%s", "main")).toBe("Beginning");
  });

  it("never overwrites a commit of a user or another build on that branch", async () => {
    await run.commit("helm", request);
    const fixed = await run.git(
      "commit-tree",
      "-m",
      "fix",
      "-p",
      request.REQUEST_BRANCH,
      `${request.REQUEST_BRANCH}^{tree}`,
    );
    await run.git("update-ref", `refs/heads/${request.REQUEST_BRANCH}`, fixed);
    const { failure } = await run.commit("helm", request);
    expect(failure).toContain(`The branch ${request.REQUEST_BRANCH} in`);
    expect(await run.git("rev-parse", request.REQUEST_BRANCH)).toBe(fixed);
  });
});
