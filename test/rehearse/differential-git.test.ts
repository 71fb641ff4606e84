import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWith } from "../support/requires.ts";
import { onAgent } from "./differential/difference.ts";
import { useRunner } from "./support.ts";

describeWith(["java", "mvn", "git"], "checkouts behave as in Jenkins", () => {
  const { run, tree } = useRunner();

  async function repository() {
    const folder = await tree({ "a.txt": "a" });
    const git = (...words: string[]): string =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
        cwd: folder,
        encoding: "utf8",
      }).trim();
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "one");
    git("tag", "v1.0");
    const commit = git("rev-parse", "HEAD");
    writeFileSync(join(folder, "b.txt"), "b");
    git("add", ".");
    git("commit", "-qm", "two");
    return { folder, commit };
  }
  const checkout = (url: string, name: string, more = ""): string =>
    onAgent(
      `def s = checkout scmGit(branches: [[name: '${name}']], userRemoteConfigs: [[url: '${url}'${more}]])\necho "<\${s.GIT_BRANCH}>"`,
    );

  test("GIT_BRANCH of a branch, a tag and a commit", async () => {
    const { folder, commit } = await repository();
    expect((await run(checkout(folder, "main"))).log).toContain("<origin/main>");
    expect((await run(checkout(folder, "refs/tags/v1.0"))).log).toContain("<refs/tags/v1.0>");
    const byCommit = await run(checkout(folder, commit));
    expect(byCommit.log).toContain("<origin/main>");
    expect(byCommit.log).toContain(`Checking out Revision ${commit}`);
  });

  test("checkout scm in a multibranch project has the plain name of the branch", async () => {
    const { folder } = await repository();
    const build = await run(
      onAgent('def s = checkout scm\necho "<${s.GIT_BRANCH}>"'),
      {},
      { multibranch: true, scm: { url: folder } },
      { branch: "main" },
    );
    expect(build.log).toContain("<main>");
  });

  test("a missing credential is a warning", async () => {
    const { folder } = await repository();
    const build = await run(checkout(folder, "main", ", credentialsId: 'none'"));
    expect(build.result, build.log).toBe("SUCCESS");
    expect(build.log).toContain('Warning: CredentialId "none" could not be found.');
  });

  test("the step git returns a map", async () => {
    const { folder, commit } = await repository();
    const build = await run(
      onAgent(`def s = git(url: '${folder}', branch: 'main')\necho "<\${s.GIT_COMMIT.length()} \${s.GIT_URL}>"`),
    );
    expect(build.log).toContain(`<${commit.length} ${folder}>`);
  });

  test("two branches are refused with a sentence", async () => {
    const build = await run(
      onAgent("checkout scmGit(branches: [[name: 'a'], [name: 'b']], userRemoteConfigs: [[url: '/x']])"),
    );
    expect(build.error).toContain('checkout: the rehearsal imitates only one entry of "branches"');
  });
});
