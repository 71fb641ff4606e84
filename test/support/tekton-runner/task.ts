import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Cluster, Step, Task, Variable } from "./objects.ts";

/** A secret by its keys. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface StepResult {
  readonly run: string;
  readonly task: string;
  readonly step: string;
  readonly failed: boolean;
  readonly log: string;
  /** The secrets that the step got. */
  readonly secrets: readonly string[];
}

interface Pod {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly run: string;
  readonly task: string;
  /** The folder that stands for the file systems of the pod. */
  readonly folder: string;
  readonly params: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  readonly machine: Readonly<Record<string, string>>;
  /** Replaces the addresses of the cluster. */
  local(text: string): string;
}

/** Runs the steps of a task in order, until one fails. Returns their results and those of the task. */
export async function runTask(task: Task, pod: Pod) {
  await mountVolumes(task, pod);
  const steps: StepResult[] = [];
  for (const step of task.spec.steps) {
    const done = await runStep(task, step, pod);
    steps.push(done);
    if (done.failed) return { steps, results: {}, failed: true };
  }
  const results: Record<string, string> = {};
  for (const { name } of task.spec.results ?? [])
    results[name] = await readFile(join(pod.folder, "results", name), "utf8");
  return { steps, results, failed: false };
}

async function mountVolumes({ spec }: Task, pod: Pod): Promise<void> {
  const own = ["temp", "stage", "trusted"].map((name) => `stagewright/${name}`);
  for (const folder of ["results", "workspace", "account", "tmp", ...own])
    await mkdir(join(pod.folder, folder), { recursive: true });
  await writeFile(join(pod.folder, "account/token"), "token-of-the-service-account\n");
  for (const { name, configMap, secret } of spec.volumes ?? []) {
    if (configMap !== undefined) {
      const entries = pod.cluster.config(pod.namespace, fill(configMap.name, pod));
      const items = configMap.items ?? Object.keys(entries).map((key) => ({ key, path: key }));
      for (const { key, path } of items) await write(pod, `stagewright/${name}/${path}`, entries[key] ?? `no ${key}`);
    }
    if (secret === undefined) continue;
    for (const [key, value] of Object.entries(pod.secrets[secret.secretName] ?? {}))
      await write(pod, `stagewright/secrets/${secret.secretName}/${key}`, value);
  }
}

async function write(pod: Pod, path: string, text: string): Promise<void> {
  const target = join(pod.folder, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, localPaths(text, pod));
}

/** The paths of a container are folders of the pod here. */
function localPaths(text: string, pod: Pod): string {
  const account = join(pod.folder, "account");
  return pod
    .local(text)
    .replaceAll("/var/run/secrets/kubernetes.io/serviceaccount", account)
    .replaceAll(/(?<![\w/.-])\/stagewright(?=[/"])/g, join(pod.folder, "stagewright"));
}

/** Replaces the variables of Tekton. */
function fill(text: string, { params, folder }: Pod): string {
  return text
    .replaceAll(/\$\(params\.([a-z]+)\)/g, (_, name: string) => required(params[name], `parameter ${name}`))
    .replaceAll(/\$\(results\.([\w-]+)\.path\)/g, (_, name: string) => join(folder, "results", name))
    .replaceAll("$(workspaces.source.path)", join(folder, "workspace"));
}

async function runStep({ spec }: Task, step: Step, pod: Pod): Promise<StepResult> {
  const own = [...(spec.stepTemplate?.env ?? []), ...(step.env ?? [])];
  const env = Object.fromEntries(own.map((it) => [it.name, textOf(it, pod)]));
  const script = join(pod.folder, `${step.name}.sh`);
  // Tekton replaces variables in scripts, too.
  await writeFile(script, localPaths(fill(step.script, pod), pod));
  await chmod(script, 0o755);
  const { code, log } = await execute(script, { ...pod.machine, TMPDIR: join(pod.folder, "tmp"), ...env }, pod.folder);
  const secrets = own.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []);
  return {
    ...{ run: pod.run, task: pod.task, step: step.name, failed: code !== 0, log },
    secrets: [...new Set(secrets)],
  };
}

function textOf({ value, valueFrom }: Variable, pod: Pod): string {
  if (value !== undefined) return localPaths(fill(value, pod), pod);
  const secret = valueFrom?.secretKeyRef;
  if (secret === undefined) return "stand-in";
  return required(pod.secrets[secret.name]?.[secret.key], `secret ${secret.name} of ${pod.namespace}`);
}

function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`the stand-in has no ${what}`);
  return value;
}

function execute(
  program: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    child.stdout.on("data", (data: Buffer) => (log += data.toString()));
    child.stderr.on("data", (data: Buffer) => (log += data.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, log }));
  });
}
