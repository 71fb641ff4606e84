import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { podLevel } from "../support/pods.ts";
import { describeWith } from "../support/requires.ts";
import { builtTree } from "../support/tekton/built-tree.ts";
import { pipelineRuns } from "../support/tekton/pipeline-runs.ts";
import { generatedTree, handWritten } from "../support/tekton/trees.ts";
import { type Cluster, startCluster } from "./lab/cluster.ts";
import { startTekton, type Tekton } from "./lab/tekton.ts";
import { applyTree, createNamespaces } from "./lab/tekton-objects.ts";
import { runToEnd, type TaskPod } from "./lab/tekton-runs.ts";

const examples = ["examples/startup", "examples/booking", "examples/shop", "examples/hospital"];
const trees = [
  handWritten(),
  ...examples.flatMap((folder) => generatedTree(folder) ?? []),
  generatedTree("test/golden/jenkins-x/spec", "jenkins-x") ?? [],
].flat();

const version = { apiVersion: "tekton.dev/v1" };
const step = { name: "run", image: "registry.internal/tool:1", script: "true" };

/** What the tasks of this lab report instead of working. */
const results = { digest: `sha256:${"1".repeat(64)}`, commit: "1".repeat(40) };

describeWith(["go"], "Tekton on a real API server", () => {
  let cluster: Cluster;
  let tekton: Tekton;
  beforeAll(async () => {
    // No pod becomes ready by itself: the tests end each one, as a kubelet would.
    cluster = await startCluster(":");
    tekton = await startTekton(cluster);
  });
  afterAll(async () => {
    await tekton?.stop();
    await cluster?.stop();
  });

  describe.each(trees)("$name", (tree) => {
    beforeAll(() => createNamespaces(cluster, tree));

    it("is admitted", async () => {
      expect(await applyTree(cluster, await builtTree(tree))).toBeGreaterThan(5);
    });

    it.each(pipelineRuns(tree))("runs every task of $title", async ({ run, tasks, level, sidecars }) => {
      const finished = await runToEnd(cluster, run, results);
      expect(finished.message).toMatch(/^(Succeeded|Completed):/);
      expect([...finished.pods.keys(), ...finished.skipped].sort()).toEqual([...tasks].sort());
      // The NetworkPolicies of the event listeners select pods by this label.
      const labels = [...finished.pods].map(([task, pod]) => [task, pod.metadata.labels["tekton.dev/pipelineTask"]]);
      expect(labels).toEqual([...finished.pods.keys()].map((task) => [task, task]));
      const levels = [...finished.pods].map(([task, pod]) => [task, podLevel(pod)]);
      expect(levels).toEqual([...finished.pods.keys()].map((task) => [task, level(task)]));
      expect([...finished.pods.values()].flatMap(contradictions)).toEqual([]);
      const containers = [...finished.pods.values()].flatMap(({ spec }) => spec.containers.map(({ name }) => name));
      expect(containers.filter((name) => name.startsWith("sidecar-")).sort()).toEqual(sidecars);
    });
  });

  describe("ends a run with a failure if", () => {
    beforeAll(() => createNamespaces(cluster, handWritten()));
    const rows: readonly { readonly title: string; readonly task: object; readonly message: RegExp }[] = [
      {
        title: "a pod does not fit into a restricted namespace",
        task: { taskSpec: { steps: [step] } },
        message: /violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false/,
      },
      { title: "a task does not exist", task: { taskRef: { name: "missing" } }, message: /^CouldntGetTask: / },
    ];

    it.each(rows)("$title", async ({ task, message }) => {
      const spec = { pipelineSpec: { tasks: [{ name: "build", ...task }] } };
      const metadata = { generateName: "wrong-", namespace: "shop" };
      const finished = await runToEnd(cluster, { ...version, kind: "PipelineRun", metadata, spec }, results);
      expect(finished.message).toMatch(message);
      expect(finished.succeeded).toBe(false);
    });
  });

  describe("rejects an object that Tekton", () => {
    const task = (spec: object) => ({ ...version, kind: "Task", metadata: { name: "wrong" }, spec });
    const rows: readonly { readonly title: string; readonly object: object; readonly message: string }[] = [
      {
        title: "cannot decode",
        object: task({ steps: [{ ...step, scripts: "true" }] }),
        message: 'strict decoding error: unknown field "spec.steps[0].scripts"',
      },
      {
        title: "finds invalid",
        object: task({ steps: [{ ...step, script: "echo $(params.missing)" }] }),
        message: 'admission webhook "validation.webhook.pipeline.tekton.dev" denied the request',
      },
    ];

    it.each(rows)("$title", async ({ object, message }) => {
      await expect(cluster.kubectl(["create", "-f", "-"], stringify(object))).rejects.toThrow(message);
    });
  });

  it("fills in the defaults of an object that it admits", async () => {
    const run = { ...version, kind: "TaskRun", metadata: { name: "dry" }, spec: { taskSpec: { steps: [step] } } };
    const created = await cluster.kubectl(["create", "--dry-run=server", "-o", "yaml", "-f", "-"], stringify(run));
    expect(parse(created).spec).toMatchObject({ serviceAccountName: "default", timeout: "1h0m0s" });
  });
});

/** The containers of a pod that no kubelet would start: the pod lets them be root, and they must not be root. */
function contradictions({ spec }: TaskPod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .filter((it) => {
      const { runAsNonRoot, runAsUser } = { ...spec.securityContext, ...it.securityContext };
      return runAsNonRoot === true && runAsUser === 0;
    })
    .map(({ name }) => name);
}
