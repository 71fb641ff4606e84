import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import { describeWith } from "../support/requires.ts";
import { inputOf } from "../unit/bad-specs/check.ts";
import { useRunner } from "./support.ts";

describeWith(["java", "mvn"], "the agents of pull requests", () => {
  const { controller, tree } = useRunner();

  it("are those for the label of the stage's agent", async () => {
    const agents = "pullRequests: { label: pr, byLabel: { windows: windows-pr } }";
    const { files } = compile(inputOf({ platform: [["pullRequests: { label: pr }", agents]] }));
    const root = await tree({});
    const library = (files ?? []).filter(({ path }) => path.startsWith("library/"));
    for (const { path, content } of library) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const place = library.find(({ path }) => path.endsWith("/Place.groovy"))?.content.match(/package (.*)/)?.[1];
    const labels = "['windows', 'mac', null].collect { Place.label(this, [agent: it]) }";
    const script = `@Library('it')\nimport ${place}.Place\nnode('linux') { echo('labels ' + ${labels}) }`;
    const jenkins = await controller({
      libraries: [{ name: "it", root: join(root, "library"), trusted: true }],
      jobs: [{ path: "/app", multibranch: true, script }],
    });
    const builds = [
      await jenkins.build({ job: "/app", branch: "main" }),
      await jenkins.build({ job: "/app", changeId: "7", branch: "change" }),
    ];
    await jenkins.close();
    expect(builds.map(({ log, error }) => error ?? /labels (.*)/.exec(log)?.[1])).toEqual([
      "[windows, mac, linux]",
      "[windows-pr, pr, pr]",
    ]);
  });
});
