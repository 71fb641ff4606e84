import { describe, expect, it } from "vitest";
import type { TargetName } from "../../../generator/model/model.ts";
import { generatedTree, objectsOf, type TektonObject } from "../../support/tekton/trees.ts";

/** A pod, as a NetworkPolicy selects it. */
interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}

function matches(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  expect(Object.keys(selector)).toEqual(["matchLabels"]);
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}

/** What the API of Kubernetes documents for a rule: an empty list of peers admits all, the selectors of a peer must both match. */
function admits({ from = [], ports = [] }: Rule, pod: Pod, home: string): boolean {
  if (!ports.some(({ port }) => port === 8080)) return false;
  if (from.length === 0) return true;
  return from.some(
    ({ namespaceSelector, podSelector = { matchLabels: {} } }) =>
      (namespaceSelector === undefined
        ? pod.namespace === home
        : matches(namespaceSelector, { "kubernetes.io/metadata.name": pod.namespace })) &&
      matches(podSelector, pod.labels),
  );
}

/** Whether a pod reaches the event listener in a namespace. A pod that no policy selects is reached by all. */
function reaches(objects: readonly TektonObject[], pod: Pod, namespace: string): boolean {
  const listener = { eventlistener: "stagewright" };
  const policies = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === "NetworkPolicy" && metadata.namespace === namespace && matches(spec.podSelector, listener),
  );
  return (
    policies.length === 0 || policies.some(({ spec }) => spec.ingress.some((it: Rule) => admits(it, pod, namespace)))
  );
}

/** Pods of a pipeline's tasks have the name of the task as a label, which Tekton sets. */
const taskPod = (namespace: string, task: string): Pod => ({ namespace, labels: { "tekton.dev/pipelineTask": task } });

/** The event listeners that the settings of stages name, with the namespace of the stage. */
function startsOf(objects: readonly TektonObject[]): Set<string> {
  const all = objects.flatMap(({ kind, metadata, data }) =>
    kind === "ConfigMap" && data?.["chain.json"] !== undefined
      ? JSON.parse(data["chain.json"]).starts.map(
          ({ url }: { url: string }) => `${metadata.namespace} ${/\/\/el-stagewright\.([^.]+)\./.exec(url)?.[1]}`,
        )
      : [],
  );
  return new Set(all);
}

const trees: readonly (readonly [folder: string, target: TargetName, sender: string])[] = [
  ["test/golden/tekton/spec", "tekton", "ingress-nginx"],
  ["examples/booking", "tekton", "ingress-nginx"],
  ["examples/shop", "tekton", "ingress-nginx"],
  ["test/golden/jenkins-x/spec", "jenkins-x", "lighthouse"],
];

describe.each(trees)("the event listeners of %s on %s", (folder, target, sender) => {
  const objects = objectsOf(generatedTree(folder, target) ?? { name: "", files: new Map() });
  const listeners = objects.filter(({ kind }) => kind === "EventListener");
  const namespaces = listeners.map(({ metadata }) => metadata.namespace ?? "");

  it("get the messages of the stages before theirs, and no others of pipelines", () => {
    const expected = startsOf(objects);
    expect(expected.size).toBeGreaterThan(0);
    const found = namespaces.flatMap((from) =>
      namespaces.filter((to) => reaches(objects, taskPod(from, "seal"), to)).map((to) => `${from} ${to}`),
    );
    expect(found.sort()).toEqual([...expected].sort());
  });

  it("get messages about pushes only in the namespaces of first stages", () => {
    const first = listeners.filter(({ spec }) => JSON.stringify(spec.triggers).includes("[0-9a-f]{40}"));
    expect(first.length).toBeGreaterThan(0);
    const found = namespaces.filter((to) => reaches(objects, { namespace: sender, labels: {} }, to));
    expect(found).toEqual(first.map(({ metadata }) => metadata.namespace));
  });

  it("are out of reach of builds, deployed applications and other pods", () => {
    const others = [
      ...namespaces.flatMap((namespace) => [
        taskPod(namespace, "work"),
        taskPod(namespace, "admit"),
        { namespace, labels: { eventlistener: "stagewright" } },
        { namespace, labels: {} },
      ]),
      taskPod("shop-prod", "seal"),
      { namespace: "default", labels: {} },
      { namespace: target === "jenkins-x" ? "ingress-nginx" : "jx", labels: {} },
    ];
    const found = others.filter((pod) => namespaces.some((to) => reaches(objects, pod, to)));
    expect(found).toEqual([]);
  });
});
