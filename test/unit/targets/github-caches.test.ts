import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { makeTemporary, removeTemporary } from "../../support/lab/index.ts";
import { describeWith } from "../../support/requires.ts";
import { type SmallGitHub, startSmallGitHub } from "../../support/workflow-runner/small-github.ts";

const golden = join(import.meta.dirname, "../../golden/github-actions/spec");
const stages = `branches:
  - { branch: '**', through: build }
  - { pullRequest: true, through: build }
stages:
  - { id: build, kind: source, owner: web, tool: maven, artifacts: [app.jar] }
`;

/** A stand-in for Maven: it downloads what its cache lacks, and says so. */
const mvn = `#!/bin/sh
cache=.m2
for word; do case $word in -Dmaven.repo.local=*) cache=\${word#*=} ;; esac; done
if [ -f "$cache/library.jar" ]; then echo cached; else echo downloaded; mkdir -p "$cache"; echo library >"$cache/library.jar"; fi
cp "$cache/library.jar" app.jar
`;

/** Runs of one application one after the other, in the stand-in for GitHub, whose caches have the scopes of GitHub's. */
describeWith(["git"], "the cache of dependencies on runners of GitHub", () => {
  let home = "";
  let web: SmallGitHub;
  let number = 0;
  beforeAll(async () => {
    home = await makeTemporary("caches");
    web = await startSmallGitHub(home, stages, { mvn });
  });
  afterAll(() => removeTemporary(home));

  async function build(event: "push" | "pull_request", ref: string, sha: string, hosted = true): Promise<string> {
    number += 1;
    const { result, steps } = await web.run({ event, ref, sha, number, hosted });
    const log = steps.map((it) => it.log).join("");
    expect(result, log).toBe("success");
    return /cached|downloaded/.exec(log)?.[0] ?? "";
  }

  it("is restored until a file that lists the dependencies changes", async () => {
    const one = await web.commit({ "pom.xml": "<project/>", "src/a": "1" });
    expect(await build("push", "refs/heads/main", one)).toBe("downloaded");
    const two = await web.commit({ "src/a": "2" });
    expect(await build("push", "refs/heads/main", two)).toBe("cached");
    const three = await web.commit({ "core/pom.xml": "<project/>" });
    expect(await build("push", "refs/heads/main", three)).toBe("downloaded");
    expect(await build("push", "refs/heads/feature", three)).toBe("cached");
  });

  it("is only read by a pull request", async () => {
    const known = await web.commit({ "pom.xml": "<project>3</project>" });
    expect(await build("push", "refs/heads/main", known)).toBe("downloaded");
    expect(await build("pull_request", "refs/pull/7/merge", known)).toBe("cached");
    const other = await web.commit({ "pom.xml": "<project>7</project>" });
    expect(await build("pull_request", "refs/pull/7/merge", other)).toBe("downloaded");
    expect(existsSync(join(home, "github/caches/refs%2Fpull%2F7%2Fmerge"))).toBe(false);
    expect(await build("push", "refs/heads/main", other)).toBe("downloaded");
  });

  it("is not used on a runner of the site", async () => {
    const known = await web.commit({ "pom.xml": "<project>4</project>" });
    expect(await build("push", "refs/heads/main", known)).toBe("downloaded");
    expect(await build("push", "refs/heads/main", known, false)).toBe("downloaded");
  });
});

describe("the workflows with a cache", () => {
  const platform = readFileSync(join(golden, "stagewright.yaml"), "utf8").replace(
    "custom.secrets]",
    "custom.secrets, source.secrets, stages.agent]",
  );
  const api = readFileSync(join(golden, "services/api.yaml"), "utf8");
  const jobs = (change: (text: string) => string = (text) => text) => {
    const services = [{ path: "services/api.yaml", text: change(api) }];
    const { files, diagnostics } = compile({ platform: { path: "stagewright.yaml", text: platform }, services });
    if (files === null) throw new Error(JSON.stringify(diagnostics));
    const workflows = files.filter(({ path }) => path.startsWith(".github/workflows/"));
    return Object.fromEntries(
      workflows.flatMap(({ path, content }) =>
        Object.entries((parse(content) as Workflow).jobs).map(([id, { steps = [] }]) => [
          `${/[a-z]+(?=\.yml$)/.exec(path)?.[0]}/${id}`,
          steps.filter(({ uses }) => uses?.startsWith("actions/cache")),
        ]),
      ),
    );
  };

  it("are those of builds, and of no image, deployment or attestation", () => {
    const found = Object.entries(jobs()).filter(([, steps]) => steps.length > 0);
    expect(found.map(([job, steps]) => [job, steps.map(({ name }) => name)])).toEqual([
      ["build/work", ["Restore the cache", "Save the cache"]],
    ]);
  });

  it("never save one in a pull request", () => {
    const save = jobs()["build/work"]?.find(({ uses }) => uses?.includes("/save@"));
    expect(save?.if).toMatch(/^github\.event_name != 'pull_request' && /);
  });

  it.each([
    [
      "with secrets",
      "owner: product\n    tool: go",
      "owner: product\n    tool: go\n    secrets: { NETRC: { file: goproxy } }",
    ],
    ["on a runner of the site", "tool: go", "tool: go\n    agent: { label: self-hosted }"],
    ["without a list of dependencies", "tool: go", "tool: command\n    command: make"],
  ])("are not those of a stage %s", (_, from, to) => {
    const found = jobs((text) => text.replace(from, to));
    expect(found["build/work"]).toEqual([]);
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps?: readonly Partial<Record<"name" | "uses" | "if", string>>[] }>
  >;
}
