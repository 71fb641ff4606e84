import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { type PodmanAgent, startPodmanAgent } from "../support/podman-agent.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallGitHub, startSmallGitHub } from "../support/workflow-runner/small-github.ts";

const greeting = "a 'b' ${{ github.token }} $c";
const ask = 'nc 127.0.0.1 "$DB_PORT" </dev/null >answer && echo "host $DB_HOST: $(cat answer)"';

/** The command of a stage asks its service container, which answers with a variable of the spec. */
const stages = (agent: PodmanAgent, command: string) => `branches:
  - { branch: main, through: build }
stages:
  - id: build
    kind: source
    owner: web
    tool: command
    command: '${command.replaceAll("'", "''")}'
    also:
      - { tool: command, command: '${ask.replaceAll("'", "''")}', toolImage: '${agent.tool}' }
    services:
      db: { image: '${agent.greeter}', port: 8000, arguments: ['8000'], environment: { GREETING: "${greeting}" } }
`;

describeWith(["git", "podman", "busybox"], "service containers on GitHub Actions", () => {
  let agent: PodmanAgent;
  const homes: string[] = [];
  beforeAll(async () => {
    agent = await startPodmanAgent();
  });
  afterAll(async () => {
    await agent?.stop();
    await Promise.all(homes.map(removeTemporary));
  });

  async function run(command: string) {
    const home = await makeTemporary("services");
    homes.push(home);
    const web: SmallGitHub = await startSmallGitHub(home, stages(agent, command), {}, agent.environment);
    const sha = await web.commit({ README: "web" });
    return web.run({ event: "push", ref: "refs/heads/main", sha, number: 1 });
  }

  it("answer at the same host as on Jenkins, to a command on the runner and to one in an image", async () => {
    const { result, steps } = await run(`${ask.replace("nc ", "busybox nc ")}; test "$DB_PORT" != 8000`);
    const log = steps.map((it) => it.log).join("");
    expect(result, log).toBe("success");
    expect(log.split(`host 127.0.0.1: ${greeting}`)).toHaveLength(3);
    expect(await agent.containers()).toBe("");
  });

  it("are removed after a command that fails", async () => {
    const { result, steps } = await run("false");
    expect(result).toBe("failure");
    expect(steps.find(({ step }) => step === "Stop db")?.result).toBe("success");
    expect(await agent.containers()).toBe("");
  });

  it("cannot be replaced by another network in a build", async () => {
    const { result, steps } = await run('sed -i "1s/.*/host/" "$WORKSPACE_TMP/state/started"');
    expect(result).toBe("failure");
    expect(steps.map((it) => it.log).join("")).toContain("A build changed the list of service containers.");
  });
});
