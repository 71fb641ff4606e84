import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { podLevel, podProblems } from "../support/pods.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";
import { podOf, runInPod, sitePods, stagePods, toolImage } from "../support/stage-pods.ts";

describeWith(["git", "java", "mvn"], "a stage in a pod", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(() => jenkins?.stop());

  describe.each(stagePods)("$title", ({ level, keys }) => {
    it("requests a valid pod of the level that stagewright computes", async () => {
      const build = await runInPod(jenkins, keys);
      expect(build.error ?? build.result).toBe("SUCCESS");
      const pod = podOf(build);
      expect(podProblems(pod)).toEqual([]);
      expect(podLevel(pod)).toBe(level);
      expect(build.trace.find(({ step }) => step === "podTemplate")?.arguments).toMatchObject({
        ...{ cloud: sitePods.cloud, namespace: sitePods.namespace },
      });
    });
  });

  it("runs its commands in the container of the image, with a home folder of its own", async () => {
    const { trace, artifactsDir } = await runInPod(jenkins, { artifacts: ["env.txt"] });
    expect(trace.find((it) => it.arguments.label === "Run command")?.container).toBe("build");
    expect(await readFile(join(artifactsDir, "env.txt"), "utf8")).toMatch(/^HOME=.*@tmp\/source\/home$/m);
  });

  it("has the values of the site and of the stage", async () => {
    const services = { database: { image: toolImage, port: 5432, environment: { NAME: "a 'b' $c" }, startTimeout: 9 } };
    const pod = podOf(await runInPod(jenkins, { cache: "/var/cache/tool", services }));
    const [build, database, agent] = pod.spec.containers;
    expect(pod.spec).toMatchObject({
      ...{ automountServiceAccountToken: false, serviceAccountName: "builds", imagePullSecrets: [{ name: "pull" }] },
      tolerations: [
        { key: "build", value: "true", effect: "NoSchedule" },
        { key: "any", operator: "Exists" },
      ],
      nodeSelector: { pool: "build" },
      volumes: [
        { name: "cache-0", persistentVolumeClaim: { claimName: "tools" } },
        { name: "site-ca", configMap: { name: "site-ca" } },
      ],
    });
    const amounts = { memory: "2Gi", cpu: "500m" };
    expect(build).toMatchObject({ name: "build", image: toolImage, resources: { requests: amounts, limits: amounts } });
    expect(build).toMatchObject({
      volumeMounts: [{ name: "cache-0", mountPath: "/var/cache/tool" }, { name: "site-ca" }],
    });
    expect(database).toMatchObject({
      ...{ name: "service-database", env: [{ name: "NAME", value: "a 'b' $c" }] },
      startupProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1, failureThreshold: 9 },
    });
    expect(agent).toMatchObject({ name: "jnlp", image: sitePods.agentImage });
  });

  it("finds its service containers on the loopback address, and starts none on the agent", async () => {
    const services = { "rabbit-mq": { image: toolImage, port: 5672 } };
    const { trace, artifactsDir } = await runInPod(jenkins, { artifacts: ["env.txt"], services });
    const text = await readFile(join(artifactsDir, "env.txt"), "utf8");
    expect(text).toContain("RABBIT_MQ_HOST=127.0.0.1\n");
    expect(text).toContain("RABBIT_MQ_PORT=5672\n");
    expect(trace.filter((it) => String(it.arguments.label).startsWith("Start"))).toEqual([]);
  });
});
