import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "exit 1" };

describeWith(["git", "java", "mvn"], "a team's chat, of a build that failed", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  /** Runs a build at a site, and returns the requests to the team's chat. */
  async function failed(site: object, webhook: string): Promise<{ build: BuildResult; sent: readonly unknown[] }> {
    const { git, sink } = jenkins;
    sink.clear();
    const keys = {
      site: { ...site },
      platform: {
        pipelines: { git: `${git}/ops/pipelines.git` },
        teams: { shop: { contact: { webhook: "chat" } } },
      },
      service: { stages: [source] },
    };
    const { controller } = await jenkins.open(keys, { credentials: [{ id: "chat", kind: "string", secret: webhook }] });
    const build = await controller.build({ job: "/shop/shop-build", user: "tim" });
    return { build, sent: sink.requests.map(({ path, json }) => ({ path, json })) };
  }

  it.each([
    ["an online site", { network: "online" }],
    ["a host of an offline site", { network: "offline", hosts: ["127.0.0.1"] }],
  ])("is notified on %s", async (_, site) => {
    const { build, sent } = await failed(site, `${jenkins.sink.url}/hooks/shop?key=secret`);
    expect(build.result, build.log).toBe("FAILURE");
    expect(sent).toEqual([
      { path: "/hooks/shop?key=secret", json: expect.objectContaining({ text: expect.stringContaining("failed") }) },
    ]);
  });

  it.each(["http://WHERE/hooks/shop", "http://git.acme.internal@WHERE/hooks/shop", "http://WHERE?git.acme.internal/"])(
    "is not notified if its host is not a host of an offline site: %s",
    async (webhook) => {
      const site = { network: "offline", hosts: ["git.acme.internal"] };
      const { build, sent } = await failed(site, webhook.replace("WHERE", new URL(jenkins.sink.url).host));
      expect(build.result, build.log).toBe("FAILURE");
      expect(build.violations).toEqual([]);
      expect(build.log).toContain("No message was sent to the chat of shop: the site may not reach its host");
      expect(sent).toEqual([]);
    },
  );
});
