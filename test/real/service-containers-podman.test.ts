import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileTrees } from "../support/generated-files.ts";
import { type PodmanAgent, startPodmanAgent } from "../support/podman-agent.ts";
import { describeWith } from "../support/requires.ts";

const scripts = new Map(
  compileTrees()
    .flatMap(({ files }) => files)
    .flatMap(({ path, content }) => (/\/source\/[\w-]+\.sh$/.test(path) ? [[path.split("/").at(-1), content]] : [])),
);

describeWith(["podman", "busybox"], "service containers with podman", () => {
  let agent: PodmanAgent;
  let environment: Readonly<Record<string, string>>;
  const path = (name: string) => join(agent.folder, name);

  beforeAll(async () => {
    agent = await startPodmanAgent();
    environment = {
      ...{ ...agent.environment, NODE_NAME: "linux-1" },
      ...{ WORKSPACE: path("workspace"), WORKSPACE_TMP: path("workspace@tmp"), STATE: path("workspace@tmp/services") },
    };
    for (const name of ["workspace", "workspace@tmp"]) mkdirSync(path(name));
    for (const [name, content] of scripts) writeFileSync(path(name ?? ""), content);
  });
  afterAll(() => agent?.stop());

  function run(script: string, variables: Readonly<Record<string, string>> = {}) {
    const env = { ...environment, ...variables };
    return spawnSync("sh", [path(script)], { env, encoding: "utf8", cwd: path("workspace") });
  }

  const service = (number: number, values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`SERVICE_${number}_${name}`, value]));
  const greeter = (number: number, name: string, port: string, greeting: string) =>
    service(number, {
      ...{ NAME: name, IMAGE: agent.greeter, PORT: port, SECONDS: "30" },
      ...{ VARIABLE_COUNT: "1", VARIABLE_0: `GREETING=${greeting}`, ARGUMENT_COUNT: "1", ARGUMENT_0: port },
    });
  const failure = () => readFileSync(join(path("workspace@tmp/services"), "failure"), "utf8").trim();
  const started = () =>
    readFileSync(join(path("workspace@tmp/services"), "started"), "utf8")
      .trim()
      .split("\n");
  const containers = () => agent.containers();

  it("accept connections on free ports of the agent only, and are removed", async () => {
    const two = { SERVICE_COUNT: "2", PUBLISH: "true" };
    const services = { ...greeter(0, "one", "8000", "a 'b' $c"), ...greeter(1, "two", "9000", "second") };
    const { status, stderr } = run("start-services.sh", { ...two, ...services });
    expect(status, stderr).toBe(0);
    const [, one, other] = started();
    expect(await answerOf(Number(one))).toBe("a 'b' $c\n");
    expect(await answerOf(Number(other))).toBe("second\n");
    const published = await agent.podman("port", "--all");
    expect(new Set(published.match(/-> [\d.]+/g))).toEqual(new Set(["-> 127.0.0.1"]));
    expect(run("stop-services.sh").status).toBe(0);
    expect(await containers()).toBe("");
  });

  it("share their network with the container of a tool image, and open no port of the agent", async () => {
    const services = { SERVICE_COUNT: "1", PUBLISH: "false", ...greeter(0, "one", "8000", "hello") };
    expect(run("start-services.sh", services).status).toBe(0);
    const [first, port] = started();
    expect(port).toBe("8000");
    expect(await agent.podman("port", "--all")).toBe("");
    const script = 'nc 127.0.0.1 "$ONE_PORT" </dev/null >answer\n';
    writeFileSync(path("workspace@tmp/build.sh"), script);
    const tool = { TOOL_IMAGE: agent.tool, TOOL_NETWORK: `container:${first}`, ONE_PORT: "8000" };
    const { status, stderr } = run("contain.sh", { ...tool, CONTAINED: "ONE_PORT", STATE: path("workspace@tmp/tool") });
    expect(status, stderr).toBe(0);
    expect(readFileSync(path("workspace/answer"), "utf8")).toBe("hello\n");
    expect(run("stop-services.sh").status).toBe(0);
    expect(await containers()).toBe("");
  });

  it("of an agent that was lost are removed by the next build in the workspace, and by no other", async () => {
    const services = { SERVICE_COUNT: "1", PUBLISH: "false", ...greeter(0, "one", "8000", "hello") };
    expect(run("start-services.sh", services).status).toBe(0);
    const lost = await containers();
    expect(run("start-services.sh", { ...services, NODE_NAME: "linux-2" }).status).toBe(0);
    expect(await containers()).toContain(lost);
    expect(run("start-services.sh", services).status).toBe(0);
    expect(await containers()).not.toContain(lost);
    expect(run("stop-services.sh").status).toBe(0);
    expect(run("stop-services.sh", { NODE_NAME: "linux-2" }).status).toBe(0);
    expect(await containers()).toBe("");
  });

  it("fail with the reason if they stop, do not listen or do not exist", async () => {
    const one = { SERVICE_COUNT: "1", PUBLISH: "false" };
    // The program of the image fails, because this is no port.
    const stops = { ...greeter(0, "one", "8000", "x"), SERVICE_0_ARGUMENT_0: "none" };
    expect(run("start-services.sh", { ...one, ...stops }).status).toBe(1);
    expect(failure()).toBe(
      "The service container one stopped before it accepted connections on port 8000; see its output above.",
    );
    const silent = { ...greeter(0, "one", "8000", "x"), SERVICE_0_ARGUMENT_0: "8001", SERVICE_0_SECONDS: "2" };
    expect(run("start-services.sh", { ...one, ...silent }).status).toBe(1);
    expect(failure()).toBe(
      "The service container one accepted no connections on port 8000 within its time limit; see its output above.",
    );
    const missing = { ...greeter(0, "one", "8000", "x"), SERVICE_0_IMAGE: "localhost/missing" };
    expect(run("start-services.sh", { ...one, ...missing }).status).toBe(1);
    expect(failure()).toBe("The service container one of localhost/missing could not be started; see the log above.");
    expect(run("stop-services.sh").status).toBe(0);
    expect(await containers()).toBe("");
  });

  it("need docker or podman", () => {
    mkdirSync(path("only"));
    for (const name of ["mkdir", "rm"]) {
      const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
      writeFileSync(path(`only/${name}`), `#!/bin/sh\nexec ${found} "$@"\n`, { mode: 0o755 });
    }
    const { status } = spawnSync("/bin/sh", [path("start-services.sh")], {
      env: { ...environment, PATH: path("only") },
    });
    expect(status).toBe(1);
    expect(failure()).toBe(
      "The stage needs service containers, but this agent has neither a docker daemon nor podman. Install one of them.",
    );
  });
});

/** What a server on the loopback address sends. */
async function answerOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    connect(port, "127.0.0.1")
      .on("data", (data) => {
        text += data.toString();
      })
      .on("end", () => resolve(text))
      .on("error", reject);
  });
}
