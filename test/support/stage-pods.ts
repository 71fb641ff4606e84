import { parse } from "yaml";
import type { PodSecurity } from "../../generator/model/platform.ts";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import type { Pod } from "./pods.ts";
import type { SmallJenkins } from "./small-jenkins.ts";

const zeros = "0".repeat(64);

/** An image of a tool, pinned. */
export const toolImage = `harbor.acme.internal/tools/tool:1@sha256:${zeros}`;

/** All settings for the pods of stages. */
export const sitePods = {
  ...{ cloud: "cluster", namespace: "builds", serviceAccount: "builds", caConfigMap: "site-ca", pullSecrets: ["pull"] },
  agentImage: `harbor.acme.internal/jenkins/agent:1@sha256:${zeros}`,
  nodeSelector: { pool: "build" },
  tolerations: [{ key: "build", value: "true", effect: "NoSchedule" }, { key: "any" }],
};

const database = {
  ...{ image: toolImage, port: 5432, environment: { PASSWORD: "a 'b' $c" }, arguments: ["-c", "x"], memory: "512Mi" },
};

/** Source stages in pods, with the Pod Security level that each needs. */
export const stagePods: readonly { readonly title: string; readonly level: PodSecurity; readonly keys: object }[] = [
  { title: "a stage with only an image", level: "restricted", keys: {} },
  {
    title: "a stage with a cache and a service container",
    level: "restricted",
    keys: { cache: "/var/cache/tool", services: { database } },
  },
  { title: "a stage that runs as root", level: "baseline", keys: { agent: { pod: { image: toolImage, root: true } } } },
  {
    title: "a stage whose service container runs as root",
    level: "baseline",
    keys: { services: { database: { ...database, user: 0 } } },
  },
];

/** Runs a source stage in an emulated pod; `site` replaces settings of the site. */
export async function runInPod(jenkins: SmallJenkins, keys: object, site: object = {}): Promise<BuildResult> {
  const agent = { pod: { image: toolImage, memory: "2Gi", cpu: "500m" } };
  const build = {
    id: "build",
    kind: "source",
    owner: "shop",
    tool: "command",
    command: "env >env.txt",
    agent,
    ...keys,
  };
  const podCaches = [{ path: "/var/cache/tool", claim: "tools" }, { path: "/var/cache/other" }];
  const platform = { locks: { replace: ["credentials", "stages.agent", "source.cache"] } };
  const { controller } = await jenkins.open(
    {
      platform,
      service: { stages: [build] },
      site: { podSecurity: "baseline", pods: sitePods, podCaches, ...site },
    },
    { agents: [{ name: "pods", labels: ["linux"], kubernetes: true, containers: { build: {} } }] },
  );
  return controller.build({ job: "/shop/shop-build" });
}

/** The pod that a build requested. */
export function podOf({ trace }: BuildResult): Pod {
  return parse(String(trace.find(({ step }) => step === "podTemplate")?.arguments.yaml));
}
