import { stringify } from "yaml";
import type { Cluster } from "./cluster.ts";

/** A user of the cluster. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** A service account, as a pod uses it. */
export function account(namespace: string, name: string): User {
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"];
  return { name: `system:serviceaccount:${namespace}:${name}`, groups };
}

/** A person with a group. */
export function member(name: string, group: string): User {
  return { name, groups: [group, "system:authenticated"] };
}

/** The options with which kubectl acts as another user. */
export function asUser({ name, groups }: User): readonly string[] {
  return [`--as=${name}`, ...groups.map((group) => `--as-group=${group}`)];
}

/** A request to the API: `VERB RESOURCE NAMESPACE`; a resource with a group is `pipelineruns.tekton.dev`. */
export type Request = string;

/** Of these requests, those that a user may send, in the same order. */
export async function permitted(cluster: Cluster, user: User, requests: readonly Request[]): Promise<Request[]> {
  const reviews = requests.map((request) => {
    const [verb = "", path = "", namespace = ""] = request.split(" ");
    const [resource = "", ...group] = path.split(".");
    return {
      ...{ apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview" },
      spec: {
        ...{ user: user.name, groups: user.groups },
        resourceAttributes: { verb, namespace, resource, group: group.join(".") },
      },
    };
  });
  const text = reviews.map((it) => stringify(it)).join("---\n");
  const answer = await cluster.kubectl(["create", "-f", "-", "-o", 'jsonpath={.status.allowed}{"\\n"}'], text);
  const answers = answer.trim().split("\n");
  if (answers.length !== requests.length) throw new Error(`${answers.length} answers to ${requests.length} questions`);
  return requests.filter((_request, index) => answers[index] === "true");
}
