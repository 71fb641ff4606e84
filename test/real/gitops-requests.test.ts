import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import { type HttpSink, makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { environment, gitopsOf, model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";

const token = "tok$en `id`";
const request = { api: "", project: "ops/prod", token: "api" };
const scripts = handoffScripts(
  model({
    environments: [
      environment("dev", { gitops: gitopsOf("dev", { pullRequest: { host: "github", ...request } }) }),
      environment("prod", { gitops: gitopsOf("prod", { pullRequest: { host: "gitlab", ...request } }) }),
    ],
  }),
);
const message = 'shop 1.0 to prod\n\nService: shop\nVersion: 1.0 "beta" \\\nBuild: /release/shop-prod#7\n';

// These hosts are not available in tests: a fake server records the requests, and the tests compare each field.
describeWith(["jq", "curl"], "the request to merge a release", () => {
  let home: string;
  let sink: HttpSink;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const lab = await startLab({ sink: true });
    sink = lab.sink;
    stop = lab.stop;
    home = await makeTemporary("requests");
  });
  beforeEach(async () => {
    sink.clear();
    await execa("rm", ["-rf", join(home, "state")]);
    await mkdir(join(home, "state"));
  });
  afterAll(async () => {
    await stop?.();
    await removeTemporary(home);
  });

  async function open(host: "github" | "gitlab") {
    const { exitCode, all } = await execa("sh", ["-c", scripts.get(`argocd/request-${host}.sh`) ?? "exit 9"], {
      ...{ cwd: home, reject: false, all: true },
      env: {
        STATE: join(home, "state"),
        REQUEST_API: `${sink.url}/api`,
        REQUEST_PROJECT: "ops/prod",
        REQUEST_BRANCH: "deploy/prod/shop-7",
        REQUEST_TOKEN: token,
        GITOPS_BRANCH: "main",
      },
    });
    const failure = await readFile(join(home, "state/failure"), "utf8").catch(() => "");
    return { exitCode, output: all, failure, left: await readdir(join(home, "state")) };
  }

  it("has the format of GitHub's API", async () => {
    await writeFile(join(home, "state/message"), message);
    sink.answer(() => ({ status: 201, body: '{"html_url":"https://github.example/ops/prod/pull/3"}' }));
    const { exitCode, output, left } = await open("github");
    expect([exitCode, output]).toEqual([
      0,
      "Opened a request, which a user must merge: https://github.example/ops/prod/pull/3",
    ]);
    const [sent, ...more] = sink.requests;
    expect(more).toEqual([]);
    expect([sent?.method, sent?.path]).toEqual(["POST", "/api/repos/ops/prod/pulls"]);
    expect(sent?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      "content-type": "application/json",
    });
    const [title, , ...body] = message.trimEnd().split("\n");
    expect(sent?.json).toEqual({ title, body: body.join("\n"), head: "deploy/prod/shop-7", base: "main" });
    expect(left).not.toContain("header");
  });

  it("has the format of GitLab's API", async () => {
    await writeFile(join(home, "state/message"), message);
    sink.answer(() => ({ status: 201, body: '{"web_url":"https://git.example/ops/prod/-/merge_requests/3"}' }));
    const { exitCode, output } = await open("gitlab");
    expect([exitCode, output]).toEqual([
      0,
      "Opened a request, which a user must merge: https://git.example/ops/prod/-/merge_requests/3",
    ]);
    const [sent] = sink.requests;
    expect([sent?.method, sent?.path]).toEqual(["POST", "/api/projects/ops%2Fprod/merge_requests"]);
    expect(sent?.headers).toMatchObject({ "private-token": token, "content-type": "application/json" });
    const [title, , ...description] = message.trimEnd().split("\n");
    expect(sent?.json).toEqual({
      ...{ title, description: description.join("\n"), source_branch: "deploy/prod/shop-7", target_branch: "main" },
      remove_source_branch: true,
    });
  });

  it("is not opened if nothing was committed", async () => {
    expect((await open("github")).exitCode).toBe(0);
    expect(sink.requests).toEqual([]);
  });

  it.each([
    ["github", 422, "A pull request already exists for ops:deploy/prod/shop-7."],
    ["gitlab", 409, "Another open merge request already exists for this source branch: !3"],
  ] as const)("is left as it is if the same build opened it before: %s", async (host, status, text) => {
    await writeFile(join(home, "state/message"), message);
    sink.answer(() => ({ status, body: JSON.stringify({ message: [text] }) }));
    const { exitCode, output } = await open(host);
    expect([exitCode, output]).toEqual([
      0,
      "The request for deploy/prod/shop-7 is already open; a user must merge it.",
    ]);
  });

  it("fails with the message of the host", async () => {
    await writeFile(join(home, "state/message"), message);
    sink.answer(() => ({ status: 422, body: '{"message":"No commits between main and it"}' }));
    const { exitCode, failure } = await open("github");
    expect(exitCode).toBe(1);
    expect(failure).toContain('for deploy/prod/shop-7 (HTTP 422): {"message":"No commits between main and it"}');
  });
});
