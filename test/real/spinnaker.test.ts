import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import {
  type HttpSink,
  makeTemporary,
  removeTemporary,
  startHttpSink,
  startProcSampler,
} from "../support/lab/index.ts";
import { environment, model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";

const digest = `sha256:${"a".repeat(64)}`;
const token = "gate-token-3f9a51";

/** Spinnaker is not available in tests: a fake server replaces its Gate, and the tests check each field. */
describeWith(["curl", "jq"], "the call of Spinnaker's webhook", () => {
  const script = handoffScripts(
    model({ environments: [environment("dev", { handoff: "spinnaker", gitops: null }), environment("prod")] }),
  ).get("spinnaker/call.sh");
  let gate: HttpSink;
  let home: string;

  beforeAll(async () => {
    gate = await startHttpSink();
    home = await makeTemporary("spinnaker");
  });
  beforeEach(() => gate.clear());
  afterAll(async () => {
    await gate.stop();
    await removeTemporary(home);
  });

  const call = async (given: Readonly<Record<string, string>> = {}) => {
    const state = join(home, "state");
    const { exitCode, all } = await execa("sh", ["-ec", script ?? "exit 99"], {
      reject: false,
      all: true,
      env: {
        ...{ STATE: state, GATE: gate.url, SOURCE: "shop-dev", SERVICE: "shop", ENVIRONMENT: "dev", OWNER: "shop" },
        ...{ VERSION: '1.0 "quoted" $(id)', COMMIT: "c".repeat(40), SOURCE_BUILD: "/shop/shop-build#7" },
        ...{ IMAGE_BUILD: "/platform/shop-image#4", RELEASE_BUILD: "/shop/shop-dev#2", ROLLBACK: "" },
        ...{
          IMAGE_COUNT: "2",
          IMAGE_0: `harbor:5000/shop/shop:1.0@${digest}`,
          IMAGE_1: `ghcr.io/shop/web:2@${digest}`,
        },
        ...{ GATE_TOKEN: token, ...given },
      },
    });
    const failure = exitCode === 0 ? "" : (await readFile(join(state, "failure"), "utf8")).trim();
    return { failure, all };
  };

  it("sends the record and each image as a full reference", async () => {
    gate.answer(() => ({ body: '{"eventProcessed":true,"eventId":"01-event"}' }));
    const { failure, all } = await call();
    expect(failure).toBe("");
    expect(all).toContain("as event 01-event");
    const [{ method, path, headers, json } = { headers: {} }, ...more] = gate.requests as never[] as {
      method?: string;
      path?: string;
      headers: Readonly<Record<string, unknown>>;
      json?: unknown;
    }[];
    expect(more).toEqual([]);
    expect([method, path]).toEqual(["POST", "/webhooks/webhook/shop-dev"]);
    expect(headers).toMatchObject({ "content-type": "application/json", authorization: `Bearer ${token}` });
    expect(json).toEqual({
      service: "shop",
      environment: "dev",
      parameters: {
        ...{ owner: "shop", version: '1.0 "quoted" $(id)', commit: "c".repeat(40), sourceBuild: "/shop/shop-build#7" },
        ...{ imageBuild: "/platform/shop-image#4", build: "/shop/shop-dev#2", rollback: "" },
      },
      artifacts: [
        {
          type: "docker/image",
          name: "harbor:5000/shop/shop",
          version: "1.0",
          reference: `harbor:5000/shop/shop@${digest}`,
        },
        { type: "docker/image", name: "ghcr.io/shop/web", version: "2", reference: `ghcr.io/shop/web@${digest}` },
      ],
    });
  });

  it("reports Gate's response, and keeps its token out of arguments and files", async () => {
    gate.answer(() => ({ status: 401, body: "no such token" }));
    const sampler = await startProcSampler();
    const { failure, all } = await call();
    const { commands } = await sampler.stop();
    expect(failure).toBe("Spinnaker did not accept the webhook shop-dev (HTTP 401): no such token");
    expect(all).not.toContain(token);
    expect(commands.flat().filter((word) => word.includes(token))).toEqual([]);
    const { stdout } = await execa("grep", ["-rl", token, home], { reject: false });
    expect(stdout).toBe("");
  });

  it("reports if Gate does not respond, and if a rollback names no release", async () => {
    expect((await call({ GATE: "http://127.0.0.1:9" })).failure).toMatch(
      /^Spinnaker at http:\/\/127.0.0.1:9 cannot be reached: /,
    );
    expect((await call({ IMAGE_COUNT: "0" })).failure).toContain(
      "start this job with UPSTREAM_BUILD and ROLLBACK_REASON.",
    );
    expect(gate.requests).toEqual([]);
  });
});
