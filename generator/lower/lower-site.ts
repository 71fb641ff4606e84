import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Agent, Site, Tools } from "../model/platform.ts";
import type { Section } from "./section.ts";

type SiteSpec = PlatformSpec["site"];

/** The site, with its defaults. */
export function lowerSite(spec: SiteSpec, section: Section): Site {
  const { keep = {} } = spec;
  const kept = section.within("keep");
  return {
    network: section.take("network", spec.network, defaults.site.network),
    hosts: section.take("hosts", spec.hosts, []),
    agent: section.take<Agent>("agent", spec.agent, { label: "" }),
    tools: lowerTools(spec.tools ?? {}, section.within("tools")),
    caBundle: section.take<string | null>("caBundle", spec.caBundle, null),
    proxy:
      spec.proxy === undefined
        ? section.take("proxy", undefined, null)
        : lowerProxy(spec.proxy, section.within("proxy")),
    statuses: section.take<Site["statuses"]>("statuses", spec.statuses, null),
    podSecurity: section.take("podSecurity", spec.podSecurity, defaults.site.podSecurity),
    keep: {
      builds: kept.take("builds", keep.builds, defaults.retention.builds),
      days: kept.take("days", keep.days, defaults.retention.days),
    },
  };
}

function lowerTools(spec: NonNullable<SiteSpec["tools"]>, section: Section): Tools {
  const take = (name: string, value: string | undefined, tool: string, key: string) =>
    section.take<string | null>(name, value, null, [tool, key]);
  return {
    mavenSettings: take("mavenSettings", spec.maven?.settings, "maven", "settings"),
    npmRegistry: take("npmRegistry", spec.npm?.registry, "npm", "registry"),
    npmrc: take("npmrc", spec.npm?.npmrc, "npm", "npmrc"),
    goProxy: take("goProxy", spec.go?.proxy, "go", "proxy"),
    goSumdb: take("goSumdb", spec.go?.sumdb, "go", "sumdb"),
    gradleInit: take("gradleInit", spec.gradle?.init, "gradle", "init"),
    jdks: section.take("jdks", spec.jdks, {}),
  };
}

function lowerProxy(spec: NonNullable<SiteSpec["proxy"]>, section: Section): NonNullable<Site["proxy"]> {
  return {
    http: section.take<string | null>("http", spec.http, null),
    https: section.take<string | null>("https", spec.https, null),
    except: section.take("except", spec.except, []),
  };
}
