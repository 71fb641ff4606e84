import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { compile } from "../../generator/compile.ts";
import { admits, engines } from "../../generator/engines/index.ts";
import type { PodSecurity } from "../../generator/model/platform.ts";
import { readInput } from "../support/generated-files.ts";
import type { Pod } from "../support/pods.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";
import { podOf as podOfStage, runInPod, stagePods } from "../support/stage-pods.ts";
import { type Cluster, startCluster } from "./lab/cluster.ts";

const levels: readonly PodSecurity[] = ["privileged", "baseline", "restricted"];

/** A pod, and the level that stagewright computes for it. */
interface Row {
  readonly title: string;
  readonly level: PodSecurity;
  readonly pod: Pod;
}

const input = readInput("test/golden/pods/spec");
const remote = input.platform.text.replace("    network: none\n", "    host: tcp://buildkit.pods.internal:1234\n");

const rows: readonly Row[] = [
  ...engines.map(({ name, podSecurity }) => ({ title: name, level: podSecurity, pod: podOf(name) })),
  { title: "buildkit with host", level: "restricted", pod: podOf("buildkit", remote) },
];

async function createNamespaces(cluster: Cluster): Promise<void> {
  const namespaces = levels.map((level) => ({
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: level, labels: { "pod-security.kubernetes.io/enforce": level } },
  }));
  await cluster.kubectl(["create", "-f", "-"], namespaces.map((it) => stringify(it)).join("---\n"));
}

function podOf(engine: string, text = input.platform.text): Pod {
  const { files, diagnostics } = compile({ ...input, platform: { ...input.platform, text } });
  const file = files?.find(({ path }) => path.endsWith(`/image/${engine}/pod.yaml`));
  if (file === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return withAgent(parse(file.content), engine);
}

/** A pod as the Kubernetes plugin creates it. */
function withAgent(pod: Pod, name: string): Pod {
  // As the Kubernetes plugin does: a name, and its agent if the pod has none.
  const agent = pod.spec.containers.some((it) => it.name === "jnlp") ? [] : [{ name: "jnlp", image: "agent:1" }];
  return {
    ...pod,
    metadata: { generateName: `${name}-` },
    spec: { ...pod.spec, containers: [...pod.spec.containers, ...agent] },
  } as Pod;
}

describeWith(["go", "git", "java", "mvn"], "the API server and the pods of stages", () => {
  let cluster: Cluster;
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    [cluster, jenkins] = await Promise.all([startCluster(), startSmallJenkins()]);
    await jenkins.application.commit({ file: "x" }, "Begin");
    await createNamespaces(cluster);
  });
  afterAll(async () => {
    await jenkins?.stop();
    await cluster?.stop();
  });

  it.each(stagePods)("agree on the level of $title", async ({ level, keys }) => {
    const pod = withAgent(podOfStage(await runInPod(jenkins, keys)), "stage");
    for (const allowed of levels) {
      const created = cluster.kubectl(["create", "--dry-run=server", "-n", allowed, "-f", "-"], stringify(pod));
      if (admits(allowed, level)) await expect(created).resolves.toContain("created (server dry run)");
      else await expect(created).rejects.toThrow(`violates PodSecurity "${allowed}:latest"`);
    }
  });
});

describeWith(["go"], "the API server and the pods of engines", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
    await createNamespaces(cluster);
  });
  afterAll(() => cluster?.stop());

  describe.each(rows)("$title", ({ level, pod }) => {
    it.each(levels)(
      "is admitted by a namespace of the level %s, or rejected as stagewright reports",
      async (allowed) => {
        const created = cluster.kubectl(["create", "--dry-run=server", "-n", allowed, "-f", "-"], stringify(pod));
        if (admits(allowed, level)) await expect(created).resolves.toContain("created (server dry run)");
        else await expect(created).rejects.toThrow(`violates PodSecurity "${allowed}:latest"`);
      },
    );
  });
});
