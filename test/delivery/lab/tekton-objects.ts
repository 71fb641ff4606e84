import { stringify } from "yaml";
import { namespaceLevel } from "../../support/tekton/pipeline-runs.ts";
import { objectsOf, type TektonTree } from "../../support/tekton/trees.ts";
import type { Cluster } from "./cluster.ts";

/** Applies the objects of a tree, and returns how many there are. Those of Tekton Triggers, whose module is not available, are left out. */
export async function applyTree(cluster: Cluster, tree: TektonTree): Promise<number> {
  const objects = objectsOf(tree).filter(({ apiVersion }) => !apiVersion.startsWith("triggers."));
  const text = objects.map((it) => stringify(it)).join("---\n");
  const applied = await cluster.kubectl(["apply", "--server-side", "-f", "-"], text);
  const count = applied.split("\n").length;
  if (count !== objects.length) throw new Error(`applied ${count} of ${objects.length} objects`);
  return count;
}

/** The namespaces of a tree, if it does not contain them, at the lowest level that admits their pods. */
export async function createNamespaces(cluster: Cluster, tree: TektonTree): Promise<void> {
  const objects = objectsOf(tree);
  const own = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name));
  const names = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const namespaces = [...names]
    .filter((name) => !own.has(name))
    .map((name) => {
      const labels = { "pod-security.kubernetes.io/enforce": namespaceLevel(tree, name) };
      return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
    });
  const text = namespaces.map((it) => stringify(it)).join("---\n");
  // Two trees can have a namespace with one name: the second one decides its level.
  await cluster.kubectl(["apply", "--server-side", "--force-conflicts", "-f", "-"], text);
}
