import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { model, service } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";
import { fileOf } from "../unit/jenkins/files.ts";
import { useRunner } from "./support.ts";

describeWith(["java", "mvn"], "the tags in the checkout of a branch job", () => {
  const { controller, tree } = useRunner();

  /** What the commit after the tag 1.2.0 is called in a branch job and in a job of the tag. */
  async function described(version: string): Promise<string[]> {
    const app = await tree({
      Jenkinsfile: "node { checkout(scm)\nsh 'echo \"name: $(git describe --tags --always HEAD)\"' }",
    });
    const git = (...words: string[]): string =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], { cwd: app, encoding: "utf8" });
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("commit", "-qm", "one");
    git("tag", "1.2.0");
    writeFileSync(join(app, "new"), "");
    git("add", ".");
    git("commit", "-qm", "two");
    const shop = service("shop", {
      ...{ job: "multibranch", git: `file://${app}`, credentials: null, jenkinsfile: "Jenkinsfile" },
      version,
    });
    const script = fileOf(model({ services: [shop] }), "jenkins/jobs/shop/shop.groovy");
    const jobs = await tree({ "shop.groovy": script });
    const jenkins = await controller({
      jobDsl: [join(jobs, "shop.groovy")],
      environment: { GIT_ALLOW_PROTOCOL: "file" },
    });
    const builds = [
      await jenkins.build({ job: "/shop/shop-build", branch: "main" }),
      await jenkins.build({ job: "/shop/shop-build", tag: "1.2.0" }),
    ];
    await jenkins.close();
    return builds.map(({ log, error }) => log.match(/^name: (.*)$/m)?.[1] ?? String(error));
  }

  it("are there if the version has {describe}", async () => {
    const [branch, tag] = await described("{describe}");
    expect(branch).toMatch(/^1\.2\.0-1-g[0-9a-f]+$/);
    expect(tag).toBe("1.2.0");
  });

  it("are fetched only for builds of tags otherwise", async () => {
    const [branch, tag] = await described("1.0.{build}");
    expect(branch).toMatch(/^[0-9a-f]{7,}$/);
    expect(tag).toBe("1.2.0");
  });
});
