import { join } from "node:path";
import { makeTemporary } from "../../support/lab/index.ts";
import { type ServerProcess, startServer } from "../../support/lab/server-process.ts";
import { type Cluster, until } from "./cluster.ts";
import { freePorts } from "./ports.ts";
import { rolloutsFolder } from "./tools.ts";

/** Installs Argo Rollouts' CRDs and starts its controller, which switches versions over. */
export async function startRollouts(cluster: Cluster): Promise<ServerProcess> {
  const tools = await rolloutsFolder();
  await cluster.kubectl(["apply", "--server-side", "-k", join(tools, "crds")]);
  await until(60, () => cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=20s"]));
  await cluster.kubectl(["apply", "-f", "-"], "apiVersion: v1\nkind: Namespace\nmetadata: { name: argo-rollouts }\n");
  const ports = await freePorts("metrics", "health");
  const command = [
    join(tools, "rollouts-controller"),
    `--kubeconfig=${join(cluster.home, ".kube/config")}`,
    ...["--leader-elect=false", `--metricsport=${ports.metrics}`, `--healthzPort=${ports.health}`],
  ];
  const directory = await makeTemporary("rollouts");
  const ready = async () =>
    (await fetch(`http://127.0.0.1:${ports.health}/healthz`).catch(() => null))?.ok ? "ready" : null;
  return startServer({ name: "rollouts", command, directory, ready });
}
