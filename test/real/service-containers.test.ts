import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import { until } from "../delivery/lab/cluster.ts";
import { type PodmanAgent, startPodmanAgent } from "../support/podman-agent.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const job = "/shop/shop-build";

describeWith(["git", "java", "mvn", "podman", "busybox"], "the service containers of a stage", () => {
  let jenkins: SmallJenkins;
  let agent: PodmanAgent;

  beforeAll(async () => {
    [jenkins, agent] = await Promise.all([startSmallJenkins(), startPodmanAgent()]);
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await agent?.stop();
    await jenkins?.stop();
  });

  async function open(...stages: object[]): Promise<Controller> {
    const config = { environment: agent.environment };
    return (await jenkins.open({ service: { stages } }, config)).controller;
  }

  const greeter = (port: number, greeting: string) => ({
    ...{ image: agent.greeter, port, environment: { GREETING: greeting } },
    arguments: [String(port)],
  });
  const source = (keys: object) => ({ id: "build", kind: "source", owner: "shop", tool: "command", ...keys });
  const services = () => ({ greeter: greeter(8000, "a 'b' $c"), "other-one": greeter(9000, "second") });

  it("serve the tools on the agent and in a tool image, and are removed", async () => {
    const ask = 'nc "$GREETER_HOST" "$GREETER_PORT" </dev/null; nc "$OTHER_ONE_HOST" "$OTHER_ONE_PORT" </dev/null';
    const also = { tool: "command", command: `{ ${ask}; echo "$GREETER_PORT"; } >tool.txt`, artifacts: ["tool.txt"] };
    const own = { command: `{ ${ask}; } | busybox cat >agent.txt`.replaceAll("nc ", "busybox nc ") };
    const build = source({
      ...own,
      artifacts: ["*.txt"],
      services: services(),
      also: [{ ...also, toolImage: agent.tool }],
    });
    const { result, error, artifactsDir } = await (await open(build)).build({ job });
    expect(error ?? result).toBe("SUCCESS");
    const read = (name: string) => readFile(join(artifactsDir, name), "utf8");
    expect(await read("agent.txt")).toBe("a 'b' $c\nsecond\n");
    // In the network of the service containers, they have their own ports.
    expect(await read("tool.txt")).toBe("a 'b' $c\nsecond\n8000\n");
    expect(await agent.containers()).toBe("");
  });

  it("serve a custom stage, and are removed if it fails", async () => {
    const command = 'echo "answer: $(busybox nc "$GREETER_HOST" "$GREETER_PORT" </dev/null)"; exit 3';
    const check = { id: "check", kind: "custom", owner: "shop", command, services: { greeter: greeter(8000, "hi!") } };
    const controller = await open(source({ command: "true" }), check);
    await controller.startBuild({ job });
    await controller.idle();
    const failed = await controller.result({ job: "/shop/shop-check", number: 1 });
    expect(failed.error).toBe("The build command failed; see the log above.");
    expect(failed.log).toContain("answer: hi!\n");
    expect(await agent.containers()).toBe("");
  });

  it("are removed if the stage is aborted", async () => {
    const controller = await open(source({ command: "sleep 600", services: services() }));
    const build = await controller.startBuild({ job });
    const log = async () => (await controller.result(build)).log;
    await until(60, async () => ((await log()).includes("+ (Run command)") ? true : null));
    expect(await agent.containers()).not.toBe("");
    await controller.abort(build, "ann");
    expect((await controller.wait(build)).result).toBe("ABORTED");
    expect(await agent.containers()).toBe("");
  });

  it("fail the stage with their reason", async () => {
    const silent = { image: agent.greeter, port: 8000, arguments: ["8001"], startTimeout: 1 };
    const { error } = await (await open(source({ command: "true", services: { silent } }))).build({ job });
    expect(error).toBe(
      "The service container silent accepted no connections on port 8000 within its time limit; see its output above.",
    );
    expect(await agent.containers()).toBe("");
  });
});
