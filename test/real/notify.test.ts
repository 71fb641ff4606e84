import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { emitSmall } from "../support/small-site.ts";

const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "exit 1" };

describeWith(["git", "java", "mvn"], "a team's chat, of a build that failed", () => {
  let lab: Awaited<ReturnType<typeof start>>;
  let runner: Runner;
  const start = () => startLab({ git: [{ user: "git", password: "git's", write: ["*"] }], sink: true });
  const homes: string[] = [];

  beforeAll(async () => {
    [lab, runner] = await Promise.all([start(), startRunner()]);
    await (await lab.git.create("shop/shop")).commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await runner?.stop();
    await lab?.stop();
    await Promise.all(homes.map(removeTemporary));
  });

  /** Builds at a site, and the requests that its team's chat got. */
  async function failed(site: object, webhook: string): Promise<{ build: BuildResult; told: readonly unknown[] }> {
    const folder = await makeTemporary("notify");
    homes.push(folder);
    lab.sink.clear();
    const emitted = await emitSmall(folder, `${lab.git.url}/shop/shop.git`, {
      site: { ...site },
      platform: {
        pipelines: { git: `${lab.git.url}/ops/pipelines.git` },
        teams: { shop: { contact: { webhook: "chat" } } },
        locks: { replace: ["credentials"] },
      },
      service: { credentials: "git", stages: [source] },
    });
    const controller = await runner.controller({
      ...emitted,
      credentials: [
        { id: "git", kind: "usernamePassword", username: "git", password: "git's" },
        { id: "chat", kind: "string", secret: webhook },
      ],
    });
    const build = await controller.build({ job: "/shop/shop-build", user: "tim" });
    return { build, told: lab.sink.requests.map(({ path, json }) => ({ path, json })) };
  }

  it.each([
    ["an online site", { network: "online" }],
    ["a host of an offline site", { network: "offline", hosts: ["127.0.0.1"] }],
  ])("is told on %s", async (_, site) => {
    const { build, told } = await failed(site, `${lab.sink.url}/hooks/shop?key=secret`);
    expect(build.result, build.log).toBe("FAILURE");
    expect(told).toEqual([
      { path: "/hooks/shop?key=secret", json: expect.objectContaining({ text: expect.stringContaining("failed") }) },
    ]);
  });

  it.each(["http://WHERE/hooks/shop", "http://git.acme.internal@WHERE/hooks/shop", "http://WHERE?git.acme.internal/"])(
    "is not told where an offline site has no such host: %s",
    async (webhook) => {
      const site = { network: "offline", hosts: ["git.acme.internal"] };
      const { build, told } = await failed(site, webhook.replace("WHERE", new URL(lab.sink.url).host));
      expect(build.result, build.log).toBe("FAILURE");
      expect(build.violations).toEqual([]);
      expect(build.log).toContain("the chat of shop lies on no host of this offline site");
      expect(told).toEqual([]);
    },
  );
});
