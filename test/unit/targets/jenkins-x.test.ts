import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { triggerFiles, triggerProblems } from "../../support/jenkins-x/trigger-files.ts";
import { generatedTree } from "../../support/tekton/trees.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

function treeOf(folder: string): ReadonlyMap<string, string> {
  const tree = generatedTree(folder, "jenkins-x");
  if (tree === null) throw new Error(`Jenkins X does not run ${folder}`);
  return tree.files;
}

const files = treeOf("test/golden/jenkins-x/spec");
const folder = "applications/web/.lighthouse/web";
const at = (path: string): Any => parse(files.get(path) ?? "");
const objectsIn = (path: string): Any[] => parseAllDocuments(files.get(path) ?? "").map((it) => it.toJS());
const [push, request] = [at(`${folder}/push.yaml`), at(`${folder}/pull-request.yaml`)];

describe("the trigger files", () => {
  const specs = [
    "test/golden/jenkins-x/spec",
    "examples/startup",
    "examples/booking",
    "examples/shop",
    "examples/hospital",
  ];

  it.each(specs)("of %s are valid, one for each service", (spec) => {
    const tree = treeOf(spec);
    expect(triggerFiles(tree).length).toBeGreaterThan(0);
    expect(triggerProblems(tree)).toEqual([]);
  });

  const faults: readonly (readonly [title: string, from: string, to: string, found: RegExp])[] = [
    ["an unknown field", "always_run:", "alwaysRun:", /presubmits\/0 must NOT have unevaluated properties/],
    ["no source", "      source: push.yaml\n", "", /postsubmits\/0 must have required property 'source'/],
    ["a file that does not exist", "source: push.yaml", "source: release.yaml", /there is no file release\.yaml/],
    ["a name with a blank", "- name: web", "- name: web shop", /presubmits\/0\/name must match pattern/],
    ["a pattern with a syntax error", "- ^", "- ^(", /branches\/0 must match format "regex"/],
    ["another kind", "kind: TriggerConfig", "kind: Trigger", /kind must be equal to constant/],
    ["a trigger without its command", "always_run: true", "trigger: /test", /must have property rerun_command/],
    ["an unknown agent", "always_run: true", "agent: pod", /agent must be equal to one of the allowed values/],
  ];

  it.each(faults)("with %s are not valid", (_, from, to, found) => {
    const path = `${folder}/triggers.yaml`;
    const changed = (files.get(path) ?? "").replace(from, () => to);
    expect(changed).not.toBe(files.get(path));
    expect(triggerProblems(new Map([...files, [path, changed]])).join("\n")).toMatch(found);
  });

  it("of one repository have different names", () => {
    const other = new Map(
      [...files].map(([path, text]) => [path.replace(".lighthouse/web", ".lighthouse/other"), text]),
    );
    expect(triggerProblems(new Map([...files, ...other])).join("\n")).toContain("duplicate presubmits web");
  });
});

describe("the run of a repository", () => {
  it("gives the task that starts a stage each of its parameters", () => {
    const task = objectsIn("jenkins-x/lighthouse.yaml").find(({ kind }) => kind === "Task");
    const declared = task.spec.params.map((it: Any) => it.name);
    for (const { spec } of [push, request]) {
      const [start, ...others] = spec.pipelineSpec.tasks;
      expect(others).toEqual([]);
      expect(start.taskRef.name).toBe(task.metadata.name);
      expect(start.params.map((it: Any) => it.name)).toEqual(declared);
    }
  });

  it("contains nothing of the stage but its name, and gets no secret", () => {
    for (const name of ["push.yaml", "pull-request.yaml"]) {
      const text = files.get(`${folder}/${name}`) ?? "";
      expect(text).not.toMatch(/secret|script|image:/i);
      expect(text).toContain("serviceAccountName: stagewright-lighthouse");
    }
    const [account, task] = objectsIn("jenkins-x/lighthouse.yaml");
    expect([account.metadata.namespace, task.metadata.namespace]).toEqual(["lighthouse", "lighthouse"]);
    expect(JSON.stringify(task)).not.toMatch(/secret(Key|Name)/);
  });

  it("shares no nodes with work that has credentials", () => {
    const tree = treeOf("examples/startup");
    const runs = [...tree].filter(([path]) => /\.lighthouse\/.*\/(push|pull-request)\.yaml$/.test(path));
    expect(runs).toHaveLength(2);
    for (const [path, text] of runs)
      expect((parse(text) as Any).spec.taskRunTemplate.podTemplate.nodeSelector, path).toEqual({
        "agent.stagewright.io/pull-requests": "true",
      });
  });

  it("may see the runs of first stages, and nothing else", () => {
    const rights = objectsIn("jenkins-x/lighthouse.yaml").filter(({ kind }) => /Role/.test(kind));
    expect(rights.map(({ kind, metadata }) => `${kind} in ${metadata.namespace}`)).toEqual([
      "Role in ci-product",
      "RoleBinding in ci-product",
    ]);
    expect(rights[0].rules).toEqual([{ apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["list"] }]);
  });
});

describe("the event listener of a first stage", () => {
  const { triggers } = objectsIn("tekton/teams/product/listener.yaml")[0].spec;
  const filterOf = (name: string) => triggers.find((it: Any) => it.name === name).interceptors;

  it("compares each value of the message, and expects no signature", () => {
    const hash = "body.commit.matches('^[0-9a-f]{40}$')";
    const [push, request] = ["web-build", "web-build-pr"].map((name) =>
      filterOf(name).map(({ ref, params }: Any) => `${ref.name}: ${params[0].value}`),
    );
    expect(push).toEqual([
      `cel: has(body.stage) && body.stage == 'web-build' && body.ref.matches('^(refs/heads/[A-Za-z0-9._+@/-]*)$') && ${hash}`,
    ]);
    expect(request).toEqual([
      `cel: has(body.stage) && body.stage == 'web-build-pr' && has(body.number) && body.number.matches('^[1-9][0-9]{0,8}$') && ${hash}`,
    ]);
    expect([...files.values()].join("\n")).not.toContain("webhook-web");
  });
});

describe("the program that starts a stage", () => {
  const home = mkdtempSync(join(tmpdir(), "stagewright-jenkins-x-"));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  interface Cluster {
    readonly status?: number;
    readonly answer?: unknown;
    /** What the lists of runs contain, one after the other; the last one repeats. */
    readonly lists: readonly unknown[][];
  }

  const run = (status?: string) => ({
    metadata: { name: "web-build-x1" },
    status:
      status === undefined ? {} : { conditions: [{ type: "Succeeded", status, reason: "Reason", message: "why" }] },
  });

  /** Runs the program against a server that is the event listener and the API of the cluster. */
  async function start(
    { status = 202, answer = { eventID: "e-1" }, lists }: Cluster,
    more: Record<string, string> = {},
  ) {
    const requests: { url: string; body: unknown }[] = [];
    let listed = 0;
    const server = createServer((incoming, response) => {
      let text = "";
      incoming.on("data", (data) => (text += String(data)));
      incoming.on("end", () => {
        requests.push({ url: incoming.url ?? "", body: text === "" ? null : JSON.parse(text) });
        if (incoming.method === "POST") return response.writeHead(status).end(JSON.stringify(answer));
        const items = lists[Math.min(listed++, lists.length - 1)];
        return response.writeHead(200).end(JSON.stringify({ items }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "token"), "token");
    for (const name of ["context", "start"]) {
      const text = files.get(`jenkins-x/lib/${name}.mjs`) ?? "";
      const local = text
        .replace("https://kubernetes.default.svc", address)
        .replace("/var/run/secrets/kubernetes.io/serviceaccount/token", join(home, "token"))
        .replace(/http:\/\/el-stagewright[^`]*/, address)
        .replace("PATIENCE = 60", "PATIENCE = 0")
        .replace("3000", "1");
      writeFileSync(join(home, `${name}.mjs`), local);
    }
    const env = {
      ...{ PATH: process.env.PATH, NAMESPACE: "ci-product", STAGE: "web-build", COMMIT: "c".repeat(40) },
      ...{ REF: "refs/heads/main", NUMBER: "", ...more },
    };
    const child = spawn(process.execPath, [join(home, "start.mjs")], { env });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (log += String(data)));
    const code = await new Promise((resolve) => child.once("close", resolve));
    await new Promise((resolve) => server.close(resolve));
    return { code, log, requests };
  }

  it("sends the push, and waits for the run of its event", async () => {
    const { code, log, requests } = await start({ lists: [[run()], [run()], [run("True")]] });
    expect([code, log.split("\n")]).toEqual([
      0,
      ["Waiting for the run web-build-x1 in ci-product.", "The run web-build-x1 in ci-product succeeded.", ""],
    ]);
    expect(requests[0]?.body).toEqual({ stage: "web-build", commit: "c".repeat(40), ref: "refs/heads/main" });
    expect(requests[1]?.url).toBe(
      "/apis/tekton.dev/v1/namespaces/ci-product/pipelineruns?labelSelector=triggers.tekton.dev%2Ftriggers-eventid%3De-1",
    );
    expect(requests).toHaveLength(4);
  });

  it("sends the number of a pull request instead of a branch", async () => {
    const { code, requests } = await start({ lists: [[run("True")]] }, { STAGE: "web-build-pr", NUMBER: "7", REF: "" });
    expect(code).toBe(0);
    expect(requests[0]?.body).toEqual({ stage: "web-build-pr", commit: "c".repeat(40), number: "7" });
  });

  it.each<readonly [string, Cluster, Record<string, string>, string]>([
    ["the run fails", { lists: [[run("False")]] }, {}, "The run web-build-x1 in ci-product failed: Reason. why"],
    ["no run starts", { lists: [[]] }, {}, "started no run of web-build: its filter does not accept"],
    ["the run is deleted", { lists: [[run()], []] }, {}, "The run web-build-x1 in ci-product was deleted."],
    ["the listener rejects the message", { status: 500, lists: [[]] }, {}, "HTTP status 500"],
    ["the answer names no event", { answer: {}, lists: [[]] }, {}, "named no event"],
    ["the answer is a selector", { answer: { eventID: "a,b=c" }, lists: [[]] }, {}, "named no event"],
    ["the namespace is an address", { lists: [[]] }, { NAMESPACE: "evil.example/" }, "evil.example/ is no namespace."],
  ])("fails if %s", async (_, cluster, env, message) => {
    const { code, log } = await start(cluster, env);
    expect(code).toBe(1);
    expect(log).toContain(message);
  });
});
