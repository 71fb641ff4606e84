import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { parse } from "yaml";
import { makeTemporary, removeTemporary } from "../../support/lab/index.ts";
import type { Cluster } from "./cluster.ts";

/** A program of the generated library, with the settings and the account of a pod. */
export interface PodProgram {
  readonly program: string;
  readonly namespace: string;
  readonly account: string;
  /** The ConfigMap with the settings. */
  readonly settings: string;
  readonly env: Readonly<Record<string, string>>;
  readonly results: readonly string[];
}

/** The end of a program: what it wrote to its results and to its log. */
export interface Ended {
  readonly failed: boolean;
  readonly log: string;
  readonly results: Readonly<Record<string, string>>;
}

/** Runs a program on this machine as in a pod: with the ConfigMaps of the cluster and a real token of the account. */
export async function runInPod(cluster: Cluster, pod: PodProgram): Promise<Ended> {
  const folder = await makeTemporary("pod");
  const kubectl = (...args: string[]) => cluster.kubectl(["-n", pod.namespace, ...args]);
  const mount = async (name: string, to: string, change: (text: string) => string) => {
    const { data } = JSON.parse(await kubectl("get", "configmap", name, "-o", "json"));
    await mkdir(join(folder, to), { recursive: true });
    for (const [key, text] of Object.entries(data)) await writeFile(join(folder, to, key), change(String(text)));
  };
  try {
    const { clusters } = parse(await readFile(join(cluster.home, ".kube/config"), "utf8"));
    // A pod has these files and addresses at fixed places.
    const local = (text: string) =>
      text
        .replaceAll("https://kubernetes.default.svc", clusters[0].cluster.server)
        .replaceAll("/var/run/secrets/kubernetes.io/serviceaccount", join(folder, "account"))
        .replaceAll('"/stagewright"', JSON.stringify(folder));
    await mount("stagewright-programs", "lib", local);
    await mount(pod.settings, "settings", (text) => text);
    await mkdir(join(folder, "account"));
    await writeFile(join(folder, "account/token"), await kubectl("create", "token", pod.account));
    return await execute(folder, pod);
  } finally {
    await removeTemporary(folder);
  }
}

async function execute(folder: string, { program, env, results }: PodProgram): Promise<Ended> {
  const path = (name: string) => join(folder, `result-${name}`);
  const paths = results.map((name) => [`RESULT_${name.toUpperCase()}`, path(name)]);
  // The server of the lab signs its certificate itself.
  const trust = { NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1" };
  const done = await execa("node", [join(folder, "lib", `${program}.mjs`)], {
    ...{ all: true, reject: false, extendEnv: false },
    env: { PATH: process.env.PATH ?? "", ...trust, ...env, ...Object.fromEntries(paths) },
  });
  const read = async (name: string) => [name, await readFile(path(name), "utf8").catch(() => "")];
  return {
    ...{ failed: done.exitCode !== 0, log: done.all },
    results: Object.fromEntries(await Promise.all(results.map(read))),
  };
}
