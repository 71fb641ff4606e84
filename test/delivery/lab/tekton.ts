import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import { makeTemporary } from "../../support/lab/index.ts";
import { type ServerProcess, startServer } from "../../support/lab/server-process.ts";
import { toolFolder } from "../../support/slow-tools.ts";
import { type Cluster, until } from "./cluster.ts";
import { freePorts } from "./ports.ts";

const NAMESPACE = "tekton-pipelines";
const WEBHOOK = "tekton-pipelines-webhook";

/** The images of Tekton's own containers; nothing pulls them. */
const images = ["entrypoint", "nop", "sidecarlogresults", "workingdirinit", "shell", "shell-win"];

/** A real Tekton whose webhook admits objects of the cluster, and whose controller runs them. */
export interface Tekton {
  /** What the controller and the webhook wrote. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Installs Tekton's CRDs and settings, and starts its webhook and its controller on free loopback ports. */
export async function startTekton(cluster: Cluster): Promise<Tekton> {
  const tools = await toolFolder("tektonServers");
  const ports = await freePorts("admission", "webhookProbes", "webhookProfiling", "probes", "profiling");
  await install(cluster, tools, ports.admission);
  const servers: ServerProcess[] = [];
  const logs = async () => (await Promise.all(servers.map((server) => server.log()))).join("\n");
  const stop = async () => {
    for (const running of servers.splice(0).reverse()) await running.stop();
  };
  try {
    servers.push(
      await startPart(cluster, join(tools, "tekton-webhook"), [], {
        CONFIG_LEADERELECTION_NAME: "config-leader-election-webhook",
        WEBHOOK_PORT: `${ports.admission}`,
        ...{ PROBES_PORT: `${ports.webhookProbes}`, PROFILING_PORT: `${ports.webhookProfiling}` },
      }),
      await startPart(cluster, join(tools, "tekton-controller"), imageFlags(), {
        CONFIG_LEADERELECTION_NAME: "config-leader-election-controller",
        ...{ PROBES_PORT: `${ports.probes}`, PROFILING_PORT: `${ports.profiling}` },
      }),
    );
    await waitForWebhook(cluster);
  } catch (error) {
    const written = await logs();
    await stop();
    throw new Error(`Tekton did not start: ${String(error)}\n${written.slice(-4000)}`);
  }
  return { logs, stop };
}

/** Pods at the level `restricted` need this setting: without it, Tekton's own init containers have no security context. */
const flags = { "set-security-context": "true" };

async function install(cluster: Cluster, tools: string, port: number): Promise<void> {
  const apply = (objects: readonly object[]) =>
    cluster.kubectl(["apply", "--server-side", "-f", "-"], objects.map((it) => stringify(it)).join("---\n"));
  const service = { name: WEBHOOK, namespace: NAMESPACE, port };
  await apply([
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
    // The API server finds the webhook by this name: there is no network of services.
    {
      ...{ apiVersion: "v1", kind: "Service", metadata: { name: WEBHOOK, namespace: NAMESPACE } },
      spec: { type: "ExternalName", externalName: "localhost" },
    },
  ]);
  const settings = await readFolder(join(tools, "config"));
  await apply(
    settings.map((it) => (it.metadata.name === "feature-flags" ? { ...it, data: { ...it.data, ...flags } } : it)),
  );
  const definitions = await readFolder(join(tools, "crds"));
  await apply(definitions.map((it) => withService(it, service)));
  // A definition without any condition yet makes kubectl fail at once, not wait.
  await until(60, () => cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=20s"]));
  const hooks = objectsOf(await readFile(join(tools, "webhooks.yaml"), "utf8"));
  await apply(
    hooks.map((it) => ({
      ...it,
      ...(it.webhooks ? { webhooks: it.webhooks.map((hook) => ({ ...hook, clientConfig: { service } })) } : {}),
    })),
  );
}

interface Installed {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly webhooks?: readonly object[];
  readonly spec?: { readonly conversion?: { readonly webhook?: object } };
}

/** A definition whose versions the webhook converts, with the place of the webhook. */
function withService(definition: Installed, service: object): object {
  const webhook = definition.spec?.conversion?.webhook;
  if (webhook === undefined) return definition;
  const conversion = { ...definition.spec?.conversion, webhook: { ...webhook, clientConfig: { service } } };
  return { ...definition, spec: { ...definition.spec, conversion } };
}

async function readFolder(folder: string): Promise<Installed[]> {
  const names = (await readdir(folder)).sort();
  return (await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))).flatMap(objectsOf);
}

function objectsOf(text: string): Installed[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((it) => it !== null);
}

function imageFlags(): string[] {
  return images.flatMap((name) => [
    `-${name}-image`.replace("-win-image", "-image-win"),
    `registry.internal/${name}:1`,
  ]);
}

async function startPart(
  cluster: Cluster,
  program: string,
  options: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const name = program.slice(program.lastIndexOf("/") + 1);
  const directory = await makeTemporary(name);
  const environment = {
    ...{ HOME: cluster.home, TMPDIR: directory, SYSTEM_NAMESPACE: NAMESPACE },
    ...{ CONFIG_LOGGING_NAME: "config-logging", CONFIG_OBSERVABILITY_NAME: "config-observability" },
    ...{ CONFIG_FEATURE_FLAGS_NAME: "feature-flags", CONFIG_DEFAULTS_NAME: "config-defaults" },
    // Not the address of a metrics server: a free port of the loopback address.
    ...{ METRICS_DOMAIN: "tekton.dev/pipeline", METRICS_PROMETHEUS_HOST: "127.0.0.1" },
    METRICS_PROMETHEUS_PORT: `${(await freePorts("metrics")).metrics}`,
    ...settings,
  };
  const kubeconfig = `--kubeconfig=${join(cluster.home, ".kube/config")}`;
  const command = [program, kubeconfig, "--disable-ha", ...options];
  const ready = async () =>
    (await fetch(`http://127.0.0.1:${settings.PROBES_PORT}/readiness`).catch(() => null))?.ok ? "ready" : null;
  return startServer({ name, command, directory, environment, ready });
}

/** The webhook first creates its certificate, and adds it to the configuration by which the API server calls it. */
async function waitForWebhook(cluster: Cluster): Promise<void> {
  const task = stringify({
    ...{ apiVersion: "tekton.dev/v1", kind: "Task", metadata: { name: "ready", namespace: "default" } },
    spec: { steps: [{ name: "ready", image: "registry.internal/ready:1", script: "true" }] },
  });
  const names = ["validating", "mutating"].map((kind) => `${kind}webhookconfigurations`).join(",");
  await until(120, async () => {
    const bundles = await cluster.kubectl([
      "get",
      names,
      "-o",
      "jsonpath={.items[*].webhooks[*].clientConfig.caBundle}",
    ]);
    if (bundles.split(" ").length < 3) throw new Error("a webhook has no certificate yet");
    return cluster.kubectl(["apply", "--dry-run=server", "-f", "-"], task);
  });
}
