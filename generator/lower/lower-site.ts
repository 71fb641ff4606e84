import { defaults, sourceToolKeys } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type {
  Agent,
  JenkinsX,
  Place,
  Pool,
  Site,
  SiteAgents,
  SourceToolSettings,
  Tekton,
  Tools,
} from "../model/platform.ts";
import { lowerPods } from "./lower-engines.ts";
import type { Section } from "./section.ts";

type Setting = string | number | boolean;
type SiteSpec = PlatformSpec["site"];

/** Lowers the site and fills in its defaults. */
export function lowerSite(spec: SiteSpec, section: Section): Site {
  const { keep = {} } = spec;
  const kept = section.within("keep");
  return {
    network: section.take("network", spec.network, defaults.site.network),
    authorization: section.take("authorization", spec.authorization, defaults.site.authorization),
    hosts: section.take("hosts", spec.hosts, []),
    agent: section.take<Agent>("agent", spec.agent, { label: "" }),
    agents: lowerAgents(spec, section.within("agents")),
    path: section.take("path", spec.path, []),
    pools: lowerPools(spec.pools ?? {}, section.within("pools")),
    tools: lowerTools(spec.tools ?? {}, section.within("tools")),
    caBundle: section.take<string | null>("caBundle", spec.caBundle, null),
    proxy:
      spec.proxy === undefined
        ? section.take("proxy", undefined, null)
        : lowerProxy(spec.proxy, section.within("proxy")),
    git: lowerGit(spec.git ?? {}, section.within("git")),
    pullRequests: lowerPullRequests(spec.pullRequests ?? {}, section.within("pullRequests")),
    statuses: section.take<Site["statuses"]>("statuses", spec.statuses, null),
    tekton:
      spec.tekton === undefined
        ? section.take("tekton", undefined, null)
        : lowerTekton(spec.tekton, section.within("tekton")),
    jenkinsX: lowerJenkinsX(spec.jenkinsX ?? {}, section.within("jenkinsX")),
    podSecurity: section.take("podSecurity", spec.podSecurity, defaults.site.podSecurity),
    pods:
      spec.pods === undefined ? section.take("pods", undefined, null) : lowerPods(spec.pods, section.within("pods")),
    podCaches: section
      .take<NonNullable<SiteSpec["podCaches"]>>("podCaches", spec.podCaches, [])
      .map(({ path, claim = null }) => ({ path, claim })),
    keep: {
      builds: kept.take("builds", keep.builds, defaults.retention.builds),
      days: kept.take("days", keep.days, defaults.retention.days),
    },
  };
}

function lowerAgents({ agent, agents = {} }: SiteSpec, section: Section): SiteAgents {
  return {
    builds: section.take<Agent>("builds", agents.builds, agent),
    pullRequests: lowerRequestAgents(agents.pullRequests, section.within("pullRequests")),
    images: section.take<Agent>("images", agents.images, agent),
    delivery: section.take<Agent>("delivery", agents.delivery, agent),
    seed: section.take<Agent>("seed", agents.seed, agent),
  };
}

function lowerRequestAgents(
  spec: NonNullable<SiteSpec["agents"]>["pullRequests"],
  section: Section,
): SiteAgents["pullRequests"] {
  if (spec === undefined) return null;
  return { label: section.take("label", spec.label, spec.label), byLabel: section.take("byLabel", spec.byLabel, {}) };
}

function lowerGit(spec: NonNullable<SiteSpec["git"]>, section: Section): Site["git"] {
  return {
    host: section.take<Site["git"]["host"]>("host", spec.host, null),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
  };
}

function lowerPullRequests(spec: NonNullable<SiteSpec["pullRequests"]>, section: Section): Site["pullRequests"] {
  return {
    credentials: section.take("credentials", spec.credentials, []),
    forks: section.take("forks", spec.forks, defaults.pullRequests.forks),
  };
}

function lowerTekton(spec: NonNullable<SiteSpec["tekton"]>, section: Section): Tekton {
  return {
    image: section.take("image", spec.image, spec.image),
    namespace: section.take("namespace", spec.namespace, defaults.tekton.namespace),
    ingressNamespace: section.take("ingressNamespace", spec.ingressNamespace, defaults.tekton.ingressNamespace),
  };
}

function lowerJenkinsX(spec: NonNullable<SiteSpec["jenkinsX"]>, section: Section): JenkinsX {
  return { namespace: section.take("namespace", spec.namespace, defaults.jenkinsX.namespace) };
}

function lowerTools(spec: NonNullable<SiteSpec["tools"]>, section: Section): Tools {
  return {
    source: Object.fromEntries(
      Object.entries(sourceToolKeys).map(([tool, keys]) => [tool, lowerSourceTool(tool, keys, spec, section)]),
    ),
    jdks: section.take("jdks", spec.jdks, {}),
    ...lowerImageTools(spec, section),
  };
}

/** Lowers the settings of a source tool; its schema part lists the keys. */
function lowerSourceTool(
  tool: string,
  keys: readonly string[],
  spec: NonNullable<SiteSpec["tools"]>,
  section: Section,
): SourceToolSettings {
  const own = (spec as Readonly<Record<string, Readonly<Record<string, Setting | undefined>> | undefined>>)[tool];
  const within = section.within(`source/${tool}`, [tool]);
  const take = (key: string) => within.take<Setting | null>(key, own?.[key], null);
  return Object.fromEntries(keys.map((key) => [key, take(key)?.toString() ?? null]));
}

/** Lowers the tools of image stages; a tool is null if the site does not configure it. */
function lowerImageTools({ syft, cosign, trivy }: NonNullable<SiteSpec["tools"]>, section: Section) {
  const { format, keep } = defaults.syft;
  const within = { syft: section.within("syft"), cosign: section.within("cosign"), trivy: section.within("trivy") };
  return {
    syft:
      syft === undefined
        ? null
        : {
            format: within.syft.take<string>("format", syft.format, format),
            keep: within.syft.take<readonly Place[]>("keep", syft.keep, keep),
          },
    cosign:
      cosign === undefined
        ? null
        : {
            key: within.cosign.take("key", cosign.key, ""),
            password: within.cosign.take("password", cosign.password, ""),
            publicKey: within.cosign.take<string | null>("publicKey", cosign.publicKey, null),
          },
    trivy:
      trivy === undefined
        ? null
        : {
            cache: within.trivy.take<string | null>("cache", trivy.cache, null),
            database: within.trivy.take<string | null>("database", trivy.database, null),
            keep: within.trivy.take<readonly Place[]>("keep", trivy.keep, defaults.trivy.keep),
          },
  };
}

function lowerPools(spec: NonNullable<SiteSpec["pools"]>, section: Section): Pool[] {
  return Object.entries(spec).map(([label, { memory, cpu, executors, otherBuild }]) => {
    const pool = section.within(label);
    return {
      label,
      memory: pool.take<string | null>("memory", memory, null),
      cpu: pool.take<string | null>("cpu", cpu, null),
      executors: pool.take("executors", executors, 1),
      otherBuild: pool.take<string | null>("otherBuild", otherBuild, null),
    };
  });
}

function lowerProxy(spec: NonNullable<SiteSpec["proxy"]>, section: Section): NonNullable<Site["proxy"]> {
  return {
    http: section.take<string | null>("http", spec.http, null),
    https: section.take<string | null>("https", spec.https, null),
    except: section.take("except", spec.except, []),
  };
}
