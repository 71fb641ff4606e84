import { setTimeout as sleep } from "node:timers/promises";
import type { Pod } from "../../support/pods.ts";
import type { TektonObject } from "../../support/tekton/trees.ts";
import type { Cluster } from "./cluster.ts";

/** The end of a run of a pipeline. */
export interface FinishedRun {
  readonly name: string;
  readonly created: string;
  readonly succeeded: boolean;
  /** Tekton's reason and message, then those of failed tasks. */
  readonly message: string;
  /** The pods by the name of their task in the pipeline, in the order in which they began. */
  readonly pods: ReadonlyMap<string, TaskPod>;
  /** The tasks that Tekton skipped because of a `when` expression. */
  readonly skipped: readonly string[];
  /** The names of custom tasks: the lab has no controller for them, and ends them like pods. */
  readonly custom: readonly string[];
}

/** A pod of a task. */
export type TaskPod = Pod & {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly phase: string };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly initContainers?: Pod["spec"]["containers"];
  };
};

interface TaskRun {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status?: {
    readonly podName?: string;
    readonly conditions?: readonly Condition[];
    readonly taskSpec?: { readonly results?: readonly { readonly name: string }[] };
  };
}

interface Condition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Listed<T> {
  readonly items: readonly T[];
}

/** Starts a run that waits for a user. */
export const START: readonly string[] = ["--type=merge", "-p", JSON.stringify({ spec: { status: null } })];

/** Values of results by name; a result without a value is "value". */
type Results = Readonly<Record<string, string>>;

/** Creates a run and lets each of its pods succeed, with these results. No kubelet runs them: only their states change. */
export async function runToEnd(
  cluster: Cluster,
  run: TektonObject,
  results: Results | ((created: string) => Results) = {},
): Promise<FinishedRun> {
  const namespace = run.metadata.namespace ?? "default";
  const kubectl = (args: readonly string[], input = "") => cluster.kubectl(["-n", namespace, ...args], input);
  const fields = "jsonpath={.metadata.name} {.metadata.creationTimestamp}";
  const created = await kubectl(["create", "-f", "-", "-o", fields], JSON.stringify(run));
  const [name = "", time = ""] = created.split(" ");
  const texts = typeof results === "function" ? results(time) : results;
  // A user approves such a run by starting it.
  if (run.spec.status === "PipelineRunPending") await kubectl(["patch", "pipelinerun", name, ...START]);
  const ofRun = ["-l", `tekton.dev/pipelineRun=${name}`, "-o", "json"];
  const list = async <T>(kind: string): Promise<readonly T[]> =>
    (JSON.parse(await kubectl(["get", kind, ...ofRun])) as Listed<T>).items;
  const pods = new Map<string, TaskPod>();
  const custom = new Set<string>();
  const deadline = Date.now() + 120_000;
  for (;;) {
    const tasks = await list<TaskRun>("taskruns");
    for (const pod of await list<TaskPod>("pods")) {
      const task = tasks.find(({ status }) => status?.podName === pod.metadata.name);
      const title = pod.metadata.labels["tekton.dev/pipelineTask"];
      if (task === undefined || title === undefined || pod.status.phase === "Succeeded") continue;
      pods.set(title, pod);
      const declared = (task.status?.taskSpec?.results ?? []).map((result) => result.name);
      const values = Object.fromEntries(declared.map((result) => [result, texts[result] ?? "value"]));
      await setStatus(kubectl, "pod", pod.metadata.name, succeededPod(pod, values));
    }
    for (const { metadata, status } of await list<TektonObject & { readonly status?: object }>("customruns")) {
      if (status !== undefined && "completionTime" in status) continue;
      custom.add(String(metadata.name));
      await setStatus(kubectl, "customrun", String(metadata.name), { ...succeeded(), completionTime: now() });
    }
    const { status = {} } = JSON.parse(await kubectl(["get", "pipelinerun", name, "-o", "json"]));
    const [condition] = status.conditions ?? [];
    const ended = condition?.status === "True" || condition?.status === "False";
    if (ended || Date.now() > deadline) {
      const skipped = (status.skippedTasks ?? []).map((task: { readonly name: string }) => task.name);
      // The tasks that this round listed first may have ended since.
      const message = ended
        ? reasons([condition], await list<TaskRun>("taskruns"))
        : `did not end: ${JSON.stringify(status)}`;
      return {
        name,
        created: time,
        succeeded: condition?.status === "True",
        message,
        pods,
        skipped,
        custom: [...custom],
      };
    }
    await sleep(200);
  }
}

/** The state of a run, and those of its failed tasks. */
function reasons(run: readonly Condition[], tasks: readonly TaskRun[]): string {
  const failed = tasks.flatMap((task) => task.status?.conditions ?? []).filter(({ status }) => status === "False");
  return [...run, ...failed].map(({ reason, message }) => `${reason}: ${message}`).join("\n");
}

type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

async function setStatus(kubectl: Kubectl, kind: string, name: string, status: object): Promise<void> {
  await kubectl(["patch", kind, name, "--subresource=status", "--type=merge", "-p", JSON.stringify({ status })]);
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

function succeeded(): object {
  return { conditions: [{ type: "Succeeded", status: "True", reason: "Succeeded", lastTransitionTime: now() }] };
}

/** What a kubelet would report. A step passes results in the message of its container: type 1 is a result of the task. */
function succeededPod({ spec }: TaskPod, results: Results): object {
  const message = JSON.stringify(Object.entries(results).map(([key, value]) => ({ key, value, type: 1 })));
  const ended = ({ name, image = "" }: { readonly name: string; readonly image?: string }, text: string) => ({
    ...{ name, image, imageID: "", ready: false, restartCount: 0 },
    state: {
      terminated: { exitCode: 0, reason: "Completed", message: text, startedAt: now(), finishedAt: now() },
    },
  });
  const last = spec.containers.filter((it) => it.name.startsWith("step-")).at(-1)?.name;
  return {
    phase: "Succeeded",
    startTime: now(),
    initContainerStatuses: (spec.initContainers ?? []).map((it) => ended(it, "")),
    containerStatuses: spec.containers.map((it) => ended(it, it.name === last ? message : "")),
  };
}
