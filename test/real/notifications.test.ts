import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type BuildResult, startRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, type ShopService, shopServices, succeeded } from "../support/shop-runs.ts";
import { shopCommands, startShopSite } from "../support/shop-site.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built" };
const approval = { by: ["managers"], message: "Open the gate?" };

describeWith(["git", "java", "mvn"], "a team's contact", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(() => jenkins?.stop());
  beforeEach(() => {
    jenkins.sink.clear();
    jenkins.sink.answer(() => ({}));
  });

  /** Runs a build and a gate of the release team, which a manager opens. Returns the gate's build. */
  async function gate(contact: object, command = "true"): Promise<BuildResult> {
    const stage = { id: "gate", kind: "custom", owner: "release", command, approval };
    const platform = { teams: { shop: {}, release: { approvers: ["managers"], contact } } };
    const { controller } = await jenkins.open(
      { platform, service: { topology: "per-stage", stages: [source, stage] } },
      {
        inputs: [{ match: "gate", submitter: "ann", groups: ["managers"], parameters: { REASON: "" } }],
        credentials: [{ id: "chat", kind: "string", secret: `${jenkins.sink.url}/chat` }],
      },
    );
    await controller.startBuild({ job: "/shop/shop-build", user: "tim" });
    await controller.idle();
    return controller.result({ job: "/release/shop-gate", number: 1 });
  }

  it("hears that a stage waits for an approval, before the question", async () => {
    const build = await gate({ mail: "release@acme.internal", webhook: "chat", on: ["approval"] });
    expect(build, build.log).toMatchObject({ result: "SUCCESS", violations: [] });
    expect(build.mails).toEqual([
      {
        to: "release@acme.internal",
        subject: expect.stringMatching(/^shop \S+ waits for an approval for gate$/),
        body: expect.stringMatching(/\(commit [0-9a-f]{12}\)\n\S+\/job\/release\/job\/shop-gate\/1\/input\/$/),
      },
    ]);
    expect(jenkins.sink.requests.map(({ json }) => json)).toEqual([
      { text: expect.stringContaining("waits for an approval for gate") },
    ]);
    const steps = build.trace.map(({ step }) => step);
    expect(steps.indexOf("httpRequest")).toBeGreaterThan(-1);
    expect(steps.indexOf("httpRequest")).toBeLessThan(steps.indexOf("input"));
  });

  it("reads an adaptive card in Microsoft Teams", async () => {
    const build = await gate({ webhook: "chat", format: "teams", on: ["approval"] });
    expect(build, build.log).toMatchObject({ result: "SUCCESS", violations: [] });
    expect(jenkins.sink.requests.map(({ json }) => json)).toMatchObject([
      {
        type: "message",
        attachments: [
          {
            contentType: "application/vnd.microsoft.card.adaptive",
            content: {
              type: "AdaptiveCard",
              body: [{ type: "TextBlock", text: expect.stringContaining("waits for an approval"), wrap: true }],
              actions: [{ type: "Action.OpenUrl", url: expect.stringMatching(/\/input\/$/) }],
            },
          },
        ],
      },
    ]);
  });

  it("hears of the events that it lists only", async () => {
    expect((await gate({ webhook: "chat", on: ["approval"] }, "false")).result).toBe("FAILURE");
    expect(jenkins.sink.requests).toHaveLength(1);
    jenkins.sink.clear();
    expect((await gate({ webhook: "chat" }, "false")).result).toBe("FAILURE");
    expect(jenkins.sink.requests.map(({ json }) => json)).toEqual([
      { text: expect.stringMatching(/shop-gate #1 failed: .*\n.*\/job\/release\/job\/shop-gate\/1\/$/) },
    ]);
  });

  it.each([
    { format: "slack", shown: "&lt;https://evil.example|Open in Jenkins&gt; &amp; [here](https://evil.example)" },
    { format: "teams", shown: "<https://evil.example|Open in Jenkins> & \\[here\\](https://evil.example)" },
  ])("gets no link from a text of the application: $format", async ({ format, shown }) => {
    const script = `@Library('acme-ci@v1.0.0') _
      currentBuild.description = '<https://evil.example|Open in Jenkins> & [here](https://evil.example)'
      notifyOwner(team: 'shop', result: 'FAILURE')`;
    const platform = { teams: { shop: { contact: { webhook: "chat", format } } } };
    const { controller } = await jenkins.open(
      { platform, service: { stages: [source] } },
      {
        jobs: [{ path: "/shop/notify", script }],
        credentials: [{ id: "chat", kind: "string", secret: `${jenkins.sink.url}/chat` }],
      },
    );
    const build = await controller.build({ job: "/shop/notify" });
    expect(build, build.log).toMatchObject({ result: "SUCCESS", violations: [] });
    const [{ json } = { json: {} }] = jenkins.sink.requests;
    expect((json as { text?: string }).text ?? JSON.stringify(json)).toContain(
      format === "teams" ? JSON.stringify(shown).slice(1, -1) : shown,
    );
  });

  it("does not stop an approval or a release if it cannot be reached", async () => {
    jenkins.sink.answer(() => ({ status: 500 }));
    const build = await gate({ webhook: "chat", on: ["approval"] });
    expect(build.log).toContain("Team release could not be notified.");
    expect(build.result, build.log).toBe("SUCCESS");
    expect(jenkins.sink.requests).toHaveLength(1);
  });
});

describeWith(shopCommands, "a team's contact, after a real deployment", () => {
  it("hears what was released to which environment, and what the handoff did", async () => {
    const site = await startShopSite();
    const runner = await startRunner();
    try {
      const contact = "contact: { mail: catalog@acme.internal";
      const tree = await site.emit({}, (text) => text.replace(contact, `${contact}, on: [deployed]`));
      const controller = await runner.controller(tree.config);
      const catalog = shopServices.find(({ service }) => service === "catalog") as ShopService;
      const jobs = jobsOf(catalog);
      await controller.startBuild({ job: jobs.build });
      await controller.idle();
      const source = await succeeded(controller, jobs.build, 1);
      const deployed = await succeeded(controller, jobs.dev, 1);
      expect(source.mails).toEqual([]);
      const commit = await site.repositories.catalog.head();
      expect(deployed.mails).toEqual([
        {
          to: "catalog@acme.internal",
          subject: expect.stringMatching(/^catalog \S+ was released to dev$/),
          body: expect.stringContaining(`Commit: ${commit}\nDone: Commit the digest\nBuild: catalog/catalog-dev #1\n`),
        },
      ]);
    } finally {
      await runner.stop();
      await site.stop();
    }
  });
});
