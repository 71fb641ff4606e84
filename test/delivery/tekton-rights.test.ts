import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { describeWith } from "../support/requires.ts";
import { builtTree } from "../support/tekton/built-tree.ts";
import { pipelineRuns } from "../support/tekton/pipeline-runs.ts";
import { generatedTree, type TektonTree } from "../support/tekton/trees.ts";
import { type Cluster, startCluster } from "./lab/cluster.ts";
import { startTekton, type Tekton } from "./lab/tekton.ts";
import { applyTree, createNamespaces } from "./lab/tekton-objects.ts";
import { runInPod } from "./lab/tekton-programs.ts";
import { type FinishedRun, runToEnd, START } from "./lab/tekton-runs.ts";
import { account, asUser, member, permitted, type User } from "./lab/tekton-users.ts";

const teams = ["booking", "platform", "quality", "release"];
const resources = [
  "pipelineruns",
  "taskruns",
  "tasks",
  "pods",
  "secrets",
  "configmaps",
  "serviceaccounts",
  "rolebindings",
];
const verbs = ["get", "list", "create", "patch", "delete"];
/** Everything that could matter, in the namespace of each team. */
const requests = teams.flatMap((team) =>
  resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}${groupOf(resource)} ci-${team}`)),
);

function groupOf(resource: string): string {
  return ["pipelineruns", "taskruns", "tasks"].includes(resource) ? ".tekton.dev" : "";
}

const approver = member("anna", "release-managers");

/** What each account of examples/booking may do; nothing else. */
const rows: readonly { readonly title: string; readonly user: User; readonly may: readonly string[] }[] = [
  { title: "a pod that runs code of the application", user: account("ci-release", "stagewright-work"), may: [] },
  {
    title: "a task that reads records of a first stage",
    user: account("ci-booking", "stagewright-records"),
    may: readers("booking", "platform", "quality"),
  },
  {
    title: "a task that reads records of the last stage",
    user: account("ci-release", "stagewright-records"),
    may: readers(...teams),
  },
  {
    title: "the event listener of a team",
    user: account("ci-booking", "stagewright"),
    // Tekton Triggers reads the settings of its logging.
    may: ["create pipelineruns.tekton.dev ci-booking", "get configmaps ci-booking", "list configmaps ci-booking"],
  },
  {
    title: "an approver",
    user: approver,
    may: [
      ...["get", "list", "patch"].map((verb) => `${verb} pipelineruns.tekton.dev ci-release`),
      ...["get pods ci-release", "list pods ci-release"],
    ],
  },
  { title: "another user", user: member("eve", "developers"), may: [] },
];

describeWith(["go"], "the rights in the namespaces of Tekton", () => {
  let cluster: Cluster;
  let tekton: Tekton;
  beforeAll(async () => {
    cluster = await startCluster(":");
    tekton = await startTekton(cluster);
    await createNamespaces(cluster, booking());
    await applyTree(cluster, await builtTree(booking()));
  });
  afterAll(async () => {
    await tekton?.stop();
    await cluster?.stop();
  });

  it.each(rows)("$title has only what it needs", async ({ user, may }) => {
    expect(await permitted(cluster, user, requests)).toEqual([...may].sort(byRequest));
  });

  it("let only an approver forward ports, to send a message to the event listener of the namespace", async () => {
    const may = (user: User, right: readonly string[], namespace = "ci-release") =>
      cluster.kubectl(["-n", namespace, "auth", "can-i", ...right, ...asUser(user)]).then(
        (answer) => answer.trim(),
        () => "no",
      );
    const forward = ["create", "pods", "--subresource=portforward"];
    expect(await may(approver, forward)).toBe("yes");
    expect(await may(approver, ["get", "services/el-stagewright"])).toBe("yes");
    expect(await may(approver, ["get", "services/other"])).toBe("no");
    expect(await may(approver, ["create", "pods", "--subresource=exec"])).toBe("no");
    expect(await may(approver, ["get", "pods", "--subresource=log"])).toBe("no");
    expect(await may(approver, forward, "ci-booking")).toBe("no");
    expect(await may(member("eve", "developers"), forward)).toBe("no");
    expect(await may(account("ci-release", "stagewright-work"), forward)).toBe("no");
  });

  describe("a run that waits for an approver", () => {
    const namespace = ["-n", "ci-release"];
    const patch = (user: User, change: readonly string[]) =>
      cluster.kubectl([...namespace, "patch", "pipelinerun", name, ...change, ...asUser(user)]);
    let name = "";
    beforeAll(async () => {
      const waiting = pipelineRuns(booking()).find(({ title }) => title === "ci-release/booking-eu");
      const created = ["create", "-f", "-", "-o", "jsonpath={.metadata.name}"];
      name = await cluster.kubectl([...namespace, ...created], stringify(waiting?.run));
    });

    it("does not start by itself", async () => {
      const reason = "jsonpath={.status.conditions[0].reason}";
      const pending = ["wait", `--for=${reason}=PipelineRunPending`, "pipelinerun", name, "--timeout=30s"];
      await cluster.kubectl([...namespace, ...pending]);
      expect(await taskRuns()).toBe("");
    });

    it("cannot be started by another user", async () => {
      await expect(patch(member("eve", "developers"), START)).rejects.toThrow("is forbidden");
    });

    it.each([
      ["a parameter", { params: [{ name: "build", value: "1" }] }],
      ["the account of its pods", { taskRunTemplate: { serviceAccountName: "default" } }],
      ["the pipeline", { pipelineRef: { name: "booking-us" } }],
    ])("keeps %s, also from an approver", async (_what, change) => {
      const changed = patch(approver, ["--type=merge", "-p", JSON.stringify({ spec: { ...change, status: null } })]);
      await expect(changed).rejects.toThrow("only status updates are allowed");
    });

    it("keeps its results, also from an approver", async () => {
      const status = { results: [{ name: "record", value: "{}" }] };
      const change = ["--type=merge", "-p", JSON.stringify({ status })];
      await expect(patch(approver, [...change, "--subresource=status"])).rejects.toThrow("is forbidden");
      await patch(approver, change);
      expect(
        await cluster.kubectl([...namespace, "get", "pipelinerun", name, "-o", "jsonpath={.status.results}"]),
      ).toBe("");
    });

    it("waits also with an earlier release, and no one who approves can create it or change its reason", async () => {
      const earlier = pipelineRuns(booking()).find(({ title }) => title === "ci-release/booking-eu-redeploy");
      const text = stringify(earlier?.run);
      const create = [...namespace, "create", "-f", "-", "-o", "jsonpath={.metadata.name}"];
      await expect(cluster.kubectl([...create, ...asUser(approver)], text)).rejects.toThrow("is forbidden");
      const again = await cluster.kubectl(create, text);
      const params = [{ name: "reason", value: "other" }];
      const change = ["--type=merge", "-p", JSON.stringify({ spec: { params, status: null } })];
      const patched = cluster.kubectl([...namespace, "patch", "pipelinerun", again, ...change, ...asUser(approver)]);
      await expect(patched).rejects.toThrow("only status updates are allowed");
    });

    it("starts when an approver removes its status", async () => {
      expect(await taskRuns()).toBe("");
      await patch(approver, START);
      await expect.poll(taskRuns, { timeout: 30_000 }).toContain("admit");
    });

    const taskRuns = () =>
      cluster.kubectl([...namespace, "get", "taskruns", "-l", `tekton.dev/pipelineRun=${name}`, "-o", "name"]);
  });

  describe("the task that admits a stage", () => {
    let source: FinishedRun;
    beforeAll(async () => {
      const first = pipelineRuns(booking()).find(({ title }) => title === "ci-booking/booking-build");
      if (first === undefined) throw new Error("the example has no first stage");
      source = await runToEnd(cluster, first.run, (created) => ({ record: recordOf(numberOf(created)), files: "" }));
    });

    /** Runs the task of the stage `unit`, as the run that the event listener creates. */
    const admit = (user: string, id = source.name.slice("booking-build-".length)) =>
      runInPod(cluster, {
        ...{ program: "admit", namespace: "ci-booking", account: user, settings: "booking-unit" },
        env: { RUN: `booking-unit-${id}`, SOURCE: source.name, COMMIT: "", REF: "" },
        results: ["commit", "ref", "build", "record", "files"],
      });

    it("reads the record of the first stage from its run", async () => {
      expect(source.message).toMatch(/^Succeeded:/);
      const { log, failed, results } = await admit("stagewright-records");
      expect(log).toBe("");
      expect(failed).toBe(false);
      expect(results).toMatchObject({
        commit: "1".repeat(40),
        ref: "refs/heads/main",
        build: numberOf(source.created),
      });
      expect(JSON.parse(results.record ?? "")).toEqual(JSON.parse(recordOf(numberOf(source.created))));
    });

    it("ends if the run has another ID than its release", async () => {
      const { log, failed } = await admit("stagewright-records", "other");
      expect(failed).toBe(true);
      expect(log).toContain(`The run of this stage for ${source.name} is booking-unit-`);
    });

    it("cannot read it with the account of a pod that runs code of the application", async () => {
      const { log, failed } = await admit("stagewright-work");
      expect(failed).toBe(true);
      expect(log).toContain("could not be read: HTTP status 403");
    });
  });

  it("give no pod of an application an account of the cluster", () => {
    const runs = pipelineRuns(booking()).map(({ run }) => run.spec);
    // A run of a pull request has only this task.
    const work = runs.map(({ taskRunSpecs = [], taskRunTemplate }) => taskRunSpecs[0] ?? taskRunTemplate);
    expect(work).toHaveLength(runs.length);
    for (const { serviceAccountName, podTemplate } of work) {
      expect(serviceAccountName).toBe("stagewright-work");
      expect(podTemplate.automountServiceAccountToken).toBe(false);
    }
  });
});

/** The number of a release, as the generated programs count: seconds since 2020. */
function numberOf(created: string): string {
  return String((Date.parse(created) - Date.UTC(2020, 0, 1)) / 1000);
}

/** The record of the first stage. */
function recordOf(build: string): string {
  const made = { job: "/ci-booking/booking-build", build, url: "", stage: "build" };
  const place = { branch: "main", tag: "", pullRequest: "", commit: "1".repeat(40) };
  return JSON.stringify({
    ...{ schema: 1, service: "booking", version: "1.0-1111111" },
    source: { ...place, ...made, repository: "https://git.acme.internal/booking/booking.git" },
    ...{ artifacts: [], images: {}, producer: made },
  });
}

function booking(): TektonTree {
  const tree = generatedTree("examples/booking");
  if (tree === null) throw new Error("the example does not compile");
  return tree;
}

/** What the accounts may that read the runs of teams. */
function readers(...of: readonly string[]): string[] {
  return of.flatMap((team) => ["get", "list"].map((verb) => `${verb} pipelineruns.tekton.dev ci-${team}`));
}

function byRequest(one: string, other: string): number {
  return requests.indexOf(one) - requests.indexOf(other);
}
