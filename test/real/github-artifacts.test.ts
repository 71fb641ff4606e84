import { afterAll, expect, it } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { startSmallGitHub } from "../support/workflow-runner/small-github.ts";

const stages = (between: string) => `branches:
  - { branch: main, through: check }
stages:
  - id: build
    kind: source
    owner: web
    tool: command
    directory: backend
    command: 'mkdir target && echo "compiled for $GITHUB_SHA" >"target/a \\$1.jar" && echo said it compiles'
    artifacts: [target/*.jar]
  - { id: between, kind: custom, owner: web, command: '${between}' }
  - id: check
    kind: custom
    owner: web
    artifactsFrom: build
    environment: { ARTIFACTS: mine }
    command: 'echo said $(cat backend/target/*.jar) $ARTIFACTS $(cat README)'
`;

/** The artifacts of a source stage in the checkout of a custom stage. */
describeWith(["git"], "a custom stage with artifacts on GitHub Actions", () => {
  const homes: string[] = [];
  afterAll(() => Promise.all(homes.map(removeTemporary)));

  async function run(between: string) {
    const home = await makeTemporary("artifacts");
    homes.push(home);
    const web = await startSmallGitHub(home, stages(between), {}, { RUNS: `${home}/github` });
    const sha = await web.commit({ README: "web", "backend/source": "x" });
    const { jobs, steps } = await web.run({ event: "push", ref: "refs/heads/main", sha, number: 1 });
    const log = steps.map((step) => step.log).join("");
    return { sha, jobs, said: log.match(/^said .*$/gm), errors: log.match(/^::error::.*$/gm), log };
  }

  it("reads the files of the source stage, and builds nothing", async () => {
    const { sha, said, log } = await run("ls backend/target || true");
    expect(said, log).toEqual(["said it compiles", `said compiled for ${sha} mine web`]);
  });

  it("does not start its command if a file differs from the record, whatever a stage between them lists", async () => {
    const forged = 'echo other >"$(find "$RUNS" -path "*files.web.build*" -name "*.jar")"';
    const sum = '"$(echo other | sha256sum | cut -c1-64)"';
    const lists = `sed -i "s/\\(sha256[^0-9a-f]*\\)[0-9a-f]\\{64\\}/\\1"${sum}"/" "$WORKSPACE_TMP/stage.json"`;
    const { jobs, said, errors, log } = await run(`${forged} && ${lists}`);
    expect(jobs["between/seal"], log).toBe("success");
    expect([jobs["check/work"], said]).toEqual(["failure", ["said it compiles"]]);
    expect(errors).toEqual([
      "::error::The checksums of the artifacts differ from the release record; see the log above.",
    ]);
  });
});
