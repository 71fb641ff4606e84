import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { makeTemporary, removeTemporary } from "../../support/lab/index.ts";
import { type ServerProcess, startServer } from "../../support/lab/server-process.ts";
import { freePorts } from "./ports.ts";
import { toolsFolder } from "./tools.ts";

/** A real API server with its controllers and scheduler; nodes and pods are kwok's, which says that they run. */
export interface Cluster {
  /** Folder with the tools; for PATH. */
  readonly tools: string;
  /** A home directory whose .kube/config is an administrator's. */
  readonly home: string;
  /** Runs kubectl as administrator; gives what it prints. */
  kubectl(args: readonly string[], input?: string): Promise<string>;
  stop(): Promise<void>;
}

const node = `apiVersion: v1
kind: Node
metadata: { name: fake, labels: { kubernetes.io/hostname: fake }, annotations: { kwok.x-k8s.io/node: fake } }
status:
  allocatable: { cpu: "32", memory: 256Gi, pods: "500" }
  capacity: { cpu: "32", memory: 256Gi, pods: "500" }
`;

/** Starts a cluster on free loopback ports; no pod of an image that has this text in it ever becomes ready. */
export async function startCluster(neverReady = ":never@"): Promise<Cluster> {
  const tools = await toolsFolder();
  const home = await makeTemporary("cluster");
  const servers: ServerProcess[] = [];
  const ports = await freePorts("etcd", "peer", "api");
  const server = `https://127.0.0.1:${ports.api}`;
  await writeCredentials(home, server);
  const kubeconfig = join(home, ".kube/config");
  const kubectl = async (args: readonly string[], input = "") => {
    const { stdout } = await execa(join(tools, "kubectl"), [`--kubeconfig=${kubeconfig}`, ...args], { input });
    return stdout;
  };
  const start = async (name: string, flags: string[], ready: () => Promise<boolean> = async () => true) => {
    const directory = await makeTemporary(name);
    const command = [join(tools, name), ...flags.map((flag) => flag.replace("DIRECTORY", directory))];
    const answer = async () => ((await ready().catch(() => false)) ? "ready" : null);
    servers.push(await startServer({ name, command, directory, environment: { HOME: home }, ready: answer }));
  };
  const stop = async () => {
    for (const running of servers.reverse()) await running.stop();
    await removeTemporary(home);
  };
  try {
    await writeStages(tools, home, neverReady);
    await startServers(start, { ports, home, kubeconfig, kubectl });
    await kubectl(["apply", "-f", "-"], node);
    await kubectl(["wait", "--for=condition=Ready", "node/fake", "--timeout=60s"]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { tools, home, kubectl, stop };
}

interface Parts {
  readonly ports: { readonly etcd: number; readonly peer: number; readonly api: number };
  readonly home: string;
  readonly kubeconfig: string;
  readonly kubectl: Cluster["kubectl"];
}

async function startServers(
  start: (name: string, flags: string[], ready?: () => Promise<boolean>) => Promise<void>,
  { ports, home, kubeconfig, kubectl }: Parts,
): Promise<void> {
  const etcd = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  const key = join(home, "service-account.key");
  await start(
    "etcd",
    [
      "--data-dir=DIRECTORY/data",
      "--unsafe-no-fsync",
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ],
    async () => (await fetch(`${etcd}/health`)).ok,
  );
  await start(
    "kube-apiserver",
    [
      `--etcd-servers=${etcd}`,
      `--secure-port=${ports.api}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      "--cert-dir=DIRECTORY/certificates",
      `--service-account-key-file=${key}`,
      `--service-account-signing-key-file=${key}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      "--service-cluster-ip-range=10.0.0.0/24",
      `--token-auth-file=${join(home, "tokens.csv")}`,
      "--authorization-mode=RBAC",
      // As in most clusters: the namespace decides, not the server.
      "--allow-privileged=true",
      // Pods get no token: nothing in them ever runs.
      "--disable-admission-plugins=ServiceAccount",
      "--endpoint-reconciler-type=none",
    ],
    async () => (await kubectl(["get", "--raw", "/readyz"])) === "ok",
  );
  const client = [`--kubeconfig=${kubeconfig}`];
  const controllers = [
    "deployment",
    "replicaset",
    "namespace",
    "garbage-collector",
    "serviceaccount",
    "job",
    "node-lifecycle",
  ];
  await Promise.all([
    start("kube-controller-manager", [
      ...client,
      "--leader-elect=false",
      "--secure-port=0",
      `--controllers=${controllers.map((name) => `${name}-controller`).join(",")}`,
    ]),
    start("kube-scheduler", [...client, "--leader-elect=false", "--secure-port=0"]),
    start("kwok", [
      ...client,
      "--manage-all-nodes=true",
      // Without a lease the node counts as lost within a minute, and its pods never become ready again.
      "--node-lease-duration-seconds=40",
      `--config=${join(home, "stages.yaml")}`,
    ]),
  ]);
}

/** kwok's stages, of which the one that makes pods ready looks at the image first. */
async function writeStages(tools: string, home: string, neverReady: string): Promise<void> {
  const text = await readFile(join(tools, "stages.yaml"), "utf8");
  const ready =
    "  name: pod-ready\nspec:\n  resourceRef:\n    apiGroup: v1\n    kind: Pod\n  selector:\n    matchExpressions:\n";
  const query = `.spec.containers.[].image | if contains("${neverReady}") then "never" else "ready" end`;
  const condition = `    - key: '${query}'\n      operator: In\n      values: [ready]\n`;
  if (!text.includes(ready)) throw new Error("kwok's stages have no pod-ready as it was known");
  await writeFile(join(home, "stages.yaml"), text.replace(ready, `${ready}${condition}`));
}

async function writeCredentials(home: string, server: string): Promise<void> {
  await mkdir(join(home, ".kube"), { recursive: true });
  const token = crypto.randomUUID();
  await writeFile(join(home, "tokens.csv"), `${token},admin,1,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(join(home, "service-account.key"), privateKey.export({ type: "pkcs1", format: "pem" }), {
    mode: 0o600,
  });
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "lab",
    contexts: [{ name: "lab", context: { cluster: "lab", user: "admin" } }],
    clusters: [{ name: "lab", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "admin", user: { token } }],
  };
  await writeFile(join(home, ".kube/config"), JSON.stringify(config), { mode: 0o600 });
}

/** Asks again until there is an answer; throws what was last in the way when the seconds are over. */
export async function until<T>(seconds: number, ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let problem: unknown = new Error("no answer");
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      problem = error;
    }
    await sleep(100);
  }
  throw problem;
}
