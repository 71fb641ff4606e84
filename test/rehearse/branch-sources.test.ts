import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { branchSource, cloneAddresses } from "../../generator/targets/jenkins/branch-source.ts";
import { model, service, site } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";
import { filesOf } from "../unit/jenkins/files.ts";
import { useRunner } from "./support.ts";

const hosts = [
  ["https://github.com/shop/shop.git", null],
  ["git@github.com:shop/shop.git", null],
  ["https://gitlab.com/acme/shop/shop.git", null],
  ["git@gitlab.acme.internal:acme/shop/shop.git", "gitlab"],
  ["https://bitbucket.org/shop/shop.git", null],
  ["ssh://git@bitbucket.acme.internal:7999/shop/shop.git", "bitbucket"],
  ["https://codeberg.org/shop/shop.git", null],
  ["git@git.acme.internal:shop/shop.git", "gitea"],
  ["https://git.acme.internal/shop/shop.git", null],
] as const;

describeWith(["java", "mvn"], "the branch sources of git hosts", () => {
  const { controller, tree } = useRunner();

  it.each(hosts)("Job DSL creates the job of %s", async (git, host) => {
    const specified = model({
      site: { ...site, git: { host, credentials: "git-api" } },
      services: [
        service("shop", {
          ...{ job: "multibranch", git, jenkinsfile: "ci/Jenkinsfile" },
          checkout: { submodules: true, lfs: true, depth: 50, clean: true, sparse: ["shop"] },
        }),
      ],
    });
    const pipelines = await tree({});
    const scripts = [...filesOf(specified)].filter(([path]) => path.startsWith("jenkins/jobs/"));
    for (const [path, text] of scripts) {
      mkdirSync(dirname(join(pipelines, path)), { recursive: true });
      writeFileSync(join(pipelines, path), text);
    }
    const jenkins = await controller({ pipelines, jobDsl: scripts.map(([path]) => join(pipelines, path)) });
    const jobs = await jenkins.jobs();
    await jenkins.close();
    const job = jobs.find(({ path }) => path === "/shop/shop-build");
    expect(job).toMatchObject({ multibranch: true, scriptPath: "ci/Jenkinsfile" });
    // A rehearsal serves the repository at these addresses.
    const { scm } = job as { scm: { url: string; ssh?: { url: string } } };
    const addresses = cloneAddresses(branchSource(specified, specified.services[0] ?? service("shop")));
    expect(addresses).toEqual(expect.arrayContaining([scm.url, ...(scm.ssh === undefined ? [] : [scm.ssh.url])]));
  });
});
