import { join } from "node:path";
import { kustomizePath } from "../../support/kustomize.ts";
import { makeTemporary } from "../../support/lab/index.ts";
import { type ServerProcess, startServer } from "../../support/lab/server-process.ts";
import { type Cluster, until } from "./cluster.ts";
import { freePorts } from "./ports.ts";

/** A real Argo CD that deploys to the cluster it is kept in. */
export interface ArgoCd {
  readonly url: string;
  /** Calls its API; throws nothing for a refusal. Without a token as administrator. */
  api(method: string, path: string, body?: unknown, token?: string): Promise<ApiAnswer>;
  /** Starts the part that makes Applications of ApplicationSets. */
  startSets(): Promise<void>;
  stop(): Promise<void>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: ApiBody;
}

/** Of the API's answers, what the tests look at. */
interface ApiBody {
  readonly token?: string;
  readonly message?: string;
  readonly spec?: { readonly destination: object };
  readonly status?: {
    readonly sync: { readonly status: string; readonly revision: string };
    readonly health: { readonly status: string };
    readonly conditions?: readonly object[];
    readonly operationState?: { readonly message: string };
  };
}

function beginning(namespace: string): string {
  const label = (name: string) =>
    `metadata: { name: ${name}, namespace: ${namespace}, labels: { app.kubernetes.io/part-of: argocd } }`;
  return [
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }`,
    ...["argocd-cm", "argocd-tls-certs-cm", "argocd-ssh-known-hosts-cm", "argocd-gpg-keys-cm"].map(
      (name) => `apiVersion: v1\nkind: ConfigMap\n${label(name)}`,
    ),
    `apiVersion: v1\nkind: Secret\n${label("argocd-secret")}`,
  ].join("\n---\n");
}

/** Installs Argo CD's CRDs and starts its parts for a namespace, on free loopback ports. */
export async function startArgoCd(cluster: Cluster, namespace = "argocd"): Promise<ArgoCd> {
  await cluster.kubectl(["apply", "--server-side", "-f", join(cluster.tools, "crds")]);
  await cluster.kubectl(["apply", "-f", "-"], beginning(namespace));
  // A definition without any condition yet makes kubectl fail at once, not wait.
  await until(60, () => cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=20s"]));
  const ports = await freePorts("redis", "repo", "repoMetrics", "server", "serverMetrics", "metrics");
  const servers: ServerProcess[] = [];
  const start = startPart(cluster, servers);
  const redis = `--redis=127.0.0.1:${ports.redis}`;
  const clients = [
    redis,
    `--repo-server=127.0.0.1:${ports.repo}`,
    "--repo-server-plaintext",
    `--namespace=${namespace}`,
  ];
  const loopback = ["--address=127.0.0.1", "--metrics-address=127.0.0.1"];
  const url = `http://127.0.0.1:${ports.server}`;
  const stop = async () => {
    // Once each: a test may have stopped it before the end.
    for (const running of servers.splice(0).reverse()) await running.stop();
  };
  try {
    await start("redis", ["redis-server", "--bind", "127.0.0.1", "--port", `${ports.redis}`, "--save", ""]);
    await start("repo-server", [
      ...[...loopback, redis, "--disable-tls", "--client-ca-path="],
      ...[`--port=${ports.repo}`, `--metrics-port=${ports.repoMetrics}`],
    ]);
    await until(30, async () => ((await fetch(`http://127.0.0.1:${ports.repoMetrics}/healthz`)).ok ? true : null));
    await start("application-controller", [...clients, `--metrics-port=${ports.metrics}`, "--app-resync=10"]);
    const serving = [`--port=${ports.server}`, `--metrics-port=${ports.serverMetrics}`, "--insecure"];
    await start("server", [...clients, ...loopback, ...serving]);
    await until(60, async () => ((await fetch(`${url}/healthz`)).ok ? true : null));
    const admin = await login(cluster, url, namespace);
    const startSets = async () => {
      const { sets, probe, hook } = await freePorts("sets", "probe", "hook");
      await start("applicationset-controller", [
        ...[`--namespace=${namespace}`, `--argocd-repo-server=127.0.0.1:${ports.repo}`, "--repo-server-plaintext"],
        ...[`--metrics-addr=127.0.0.1:${sets}`, `--probe-addr=127.0.0.1:${probe}`, `--webhook-addr=127.0.0.1:${hook}`],
      ]);
    };
    return { url, startSets, api: (method, path, body, token = admin) => call(url, method, path, body, token), stop };
  } catch (error) {
    const logs = await Promise.all(servers.map((server) => server.log()));
    await stop();
    throw new Error(`Argo CD did not start: ${String(error)}\n${logs.map((log) => log.slice(-1500)).join("\n")}`);
  }
}

/** Starts one part of the one binary that all are; redis is a program of its own. */
function startPart(cluster: Cluster, servers: ServerProcess[]) {
  return async (name: string, args: readonly string[]) => {
    const directory = await makeTemporary(name);
    const command = name === "redis" ? args : [join(cluster.tools, "argocd"), ...args];
    const environment = {
      HOME: cluster.home,
      TMPDIR: directory,
      KUBECONFIG: join(cluster.home, ".kube/config"),
      PATH: `${cluster.tools}:${await kustomizePath()}:${process.env.PATH}`,
      ARGOCD_BINARY_NAME: `argocd-${name}`,
      ARGOCD_FAKE_IN_CLUSTER: "true",
      ARGOCD_GPG_ENABLED: "false",
      // By default one socket of the machine, over which git would receive the passwords of another Argo CD.
      ARGOCD_ASK_PASS_SOCK: join(directory, "ask-pass.sock"),
    };
    servers.push(await startServer({ name, command, directory, environment, ready: () => "started" }));
  };
}

async function login(cluster: Cluster, url: string, namespace: string): Promise<string> {
  const secret = await until(60, async () =>
    cluster.kubectl([
      "-n",
      namespace,
      "get",
      "secret",
      "argocd-initial-admin-secret",
      "-o",
      "jsonpath={.data.password}",
    ]),
  );
  const password = Buffer.from(secret, "base64").toString();
  const { body } = await call(url, "POST", "session", { username: "admin", password });
  if (body.token === undefined) throw new Error(`Argo CD rejected the login: ${body.message}`);
  return body.token;
}

async function call(url: string, method: string, path: string, body?: unknown, token?: string): Promise<ApiAnswer> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const content = body === undefined ? null : JSON.stringify(body);
  const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, body: content });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as ApiBody };
}
