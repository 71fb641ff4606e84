import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

/** The spec and the table of the section about versions of branches. */
async function readPage() {
  const page = await readFile(join(import.meta.dirname, "../../docs/stages.md"), "utf8");
  const [, section = ""] = page.split("### Give branches, tags and pull requests their own versions");
  const [, spec = ""] = /```yaml\n([\s\S]*?)```/.exec(section) ?? [];
  const { service: _, ...keys } = parse(spec) as Record<string, unknown>;
  const row = /^\| (branch|tag|pull request) +`(.+?)` +\| `(.+?)`( and its commit)? +\|$/gm;
  const rows = [...section.matchAll(row)].map(([, kind = "", name = "", version = "", more]) => {
    return { kind, name, version, withCommit: more !== undefined };
  });
  return { keys, rows };
}

const { keys, rows } = await readPage();
const stages = [
  { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" },
  { id: "image", kind: "custom", owner: "shop", command: 'echo "release $VERSION"' },
];

describeWith(["git", "java", "mvn"], "versions of branches, tags and pull requests, docs/stages.md", () => {
  let jenkins: SmallJenkins;
  let controller: Controller;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    const opened = await jenkins.open({ service: { ...keys, stages } }, { restart: "every-step" });
    controller = opened.controller;
    const file = join(opened.home, "pipelines/out/jenkinsfiles/shop/shop/build.Jenkinsfile");
    const files = { Jenkinsfile: await readFile(file, "utf8"), "pom.xml": pom };
    await jenkins.application.commit(files, "Start");
    await jenkins.application.tag("v1.2.0");
    for (const branch of ["release/1.2", "feature/basket", "proposal"])
      await jenkins.application.commit({ file: branch }, "Change", { branch, from: "main" });
  });
  afterAll(() => jenkins?.stop());

  it("has a row for each kind of commit", () => {
    expect(rows.map(({ kind }) => kind)).toEqual(["branch", "branch", "tag", "pull request", "branch"]);
  });

  it.each(rows)("$kind $name: $version", async ({ kind, name, version, withCommit }) => {
    const request = {
      branch: { branch: name },
      tag: { tag: name },
      "pull request": { changeId: name, branch: "proposal" },
    };
    const build = await controller.build({ job: "/shop/shop-build", ...request[kind as keyof typeof request] });
    await controller.idle();
    expect(build.result, build.log).toBe("SUCCESS");
    const record = await recordOf(build);
    expect(record.version).toBe(`${version}${withCommit ? record.source.commit.slice(0, 12) : ""}`);
    expect(build.displayName).toBe(`#1 ${record.version}`);
  });

  it("the next stages get the version", async () => {
    const logs = await Promise.all((await controller.builds()).map(async (it) => (await controller.result(it)).log));
    const released = logs.flatMap((log) => [...log.matchAll(/^release (.*)$/gm)].map(([, version]) => version));
    expect(released.sort()).toEqual(["1.2.0-1", "1.2.0-rc.1-release-1.2", "v1.2.0"]);
  });
});

const pom = "<project><artifactId>shop</artifactId><version>1.2.0-SNAPSHOT</version></project>";
