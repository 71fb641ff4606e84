import { afterAll, expect, it } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { startSmallGitHub } from "../support/workflow-runner/small-github.ts";

const stages = (command: string, always: string) => `branches:
  - { branch: main, through: check }
stages:
  - { id: build, kind: source, owner: web, tool: command, command: 'true' }
  - id: check
    kind: custom
    owner: web
    command: '${command}'
    onFailure: "echo said onFailure $(cat made) $VERSION '\${{ github.token }}'"
    always: '${always}'
`;

/** The commands after the command of a custom stage, which the workflows run in one step. */
describeWith(["git"], "the commands of a custom stage on GitHub Actions", () => {
  const homes: string[] = [];
  afterAll(() => Promise.all(homes.map(removeTemporary)));

  async function run(command: string, always = 'echo "said always $(cat made)"') {
    const home = await makeTemporary("commands");
    homes.push(home);
    const web = await startSmallGitHub(home, stages(`echo x >made; ${command}`, always), {});
    const sha = await web.commit({ README: "web" });
    const { jobs, steps } = await web.run({ event: "push", ref: "refs/heads/main", sha, number: 1 });
    const log = steps.find(({ job, step }) => job === "check/work" && step === "Run command")?.log ?? "";
    return {
      result: jobs["check/work"],
      said: log.match(/^said .*$/gm),
      errors: log.match(/^(?:::error::|The command).*$/gm),
    };
  }

  it("run after a command that succeeded: only always", async () => {
    expect(await run("true")).toEqual({ result: "success", said: ["said always x"], errors: null });
  });

  it("run after a command that failed, whose error the stage has", async () => {
    const { result, said, errors } = await run("exit 3", 'echo "said always"; exit 4');
    expect([result, said?.map((it) => it.replace(/1\.\w+/, "1"))]).toEqual([
      "failure",
      ["said onFailure x 1 ${{ github.token }}", "said always"],
    ]);
    expect(errors).toEqual([
      "The command always failed, too.",
      "::error::The build command failed; see the log above.",
    ]);
  });

  it("fail the stage if only always fails", async () => {
    const { result, errors } = await run("true", "exit 4");
    expect(result).toBe("failure");
    expect(errors?.[0]).toBe("The command always failed.");
  });
});
