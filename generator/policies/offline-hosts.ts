import { finding } from "../diagnostics/finding.ts";
import { handoffNamed } from "../handoffs/index.ts";
import { imageHost } from "../model/image-address.ts";
import type { Model } from "../model/model.ts";
import type { Registry } from "../model/platform.ts";
import { sourceTools } from "../source-tools/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";
import { toolImages } from "./tool-images.ts";

/** A value of the model that names a host. */
interface Address {
  readonly path: string;
  readonly text: string;
  readonly host: string;
}

/** Checks that builds, pods and deployments of an offline site use only hosts of the site. URLs that only people open are exempt. */
export const offlineHosts: Policy = {
  code: "SW403",
  slug: "network/unlisted-host",
  title: "Host is outside the offline site",
  severity: "error",
  explanation:
    "Builds of an offline site can reach only the hosts in `site.hosts`. A build that uses another host hangs until its timeout, or reveals internal names to that host.",
  decision: "Builds of an offline site use only the hosts in `site.hosts`.",
  check(model) {
    if (model.site.network !== "offline") return [];
    const { hosts } = model.site;
    return addresses(model)
      .filter(({ host }) => ![host, withoutPort(host)].some((it) => hosts.includes(it) || isLoopback(it)))
      .map(({ path, text, host }) => {
        const hint =
          hosts.length === 0
            ? "add it to site.hosts"
            : `use one of ${[...hosts].sort().join(", ")}, or add it to site.hosts`;
        return finding("SW403", placeOf(model, path, text), `this site is offline and "${host}" is not in site.hosts`, {
          hint,
        });
      });
  },
};

function addresses(model: Model): Address[] {
  const { library, pipelines, site, teams, registries, engines, environments, services } = model;
  const { proxy, statuses, tools } = site;
  return [
    ...url("library/git", library.git),
    ...url("pipelines/git", pipelines.git),
    ...teams.flatMap(({ name, pipelines: own }) => url(`teams/${name}/pipelines/git`, own?.git)),
    ...sourceTools.flatMap(({ name, addresses: own }) =>
      Object.entries(own(tools.source[name] ?? {})).flatMap(([key, urls]) =>
        urls.flatMap((text) => url(`site/tools/source/${name}/${key}`, text)),
      ),
    ),
    ...url("site/proxy/http", proxy?.http),
    ...url("site/proxy/https", proxy?.https),
    ...url("site/statuses/api", statuses?.api),
    ...trivyDatabase(tools.trivy),
    ...engines.flatMap(({ name, agent }) =>
      agent.pods?.agentImage ? image(`engines/${name}/agent/pods/agentImage`, agent.pods.agentImage) : [],
    ),
    ...(site.tekton ? image("site/tekton/image", site.tekton.image) : []),
    ...(site.pods?.agentImage ? image("site/pods/agentImage", site.pods.agentImage) : []),
    ...engines.flatMap(({ name, settings }) =>
      Object.entries(settings)
        .filter(([, value]) => String(value).includes("@sha256:"))
        .flatMap(([key, value]) => image(`engines/${name}/settings/${key}`, String(value))),
    ),
    ...engines.flatMap(({ name, settings }) =>
      Object.entries(settings).flatMap(([key, value]) => daemon(`engines/${name}/settings/${key}`, String(value))),
    ),
    ...registries.flatMap((registry) => addressesOfRegistry(model, registry)),
    ...environments.flatMap((environment) =>
      (handoffNamed(environment.handoff)?.addresses(model, environment) ?? []).flatMap((it) =>
        url(`environments/${environment.name}/${it.path}`, it.url),
      ),
    ),
    ...services.flatMap((service) => addressesOfService(model, service)),
    ...toolImages(model).flatMap(({ path, text }) => image(path, text)),
  ];
}

/** Builds contact a registry with a mirror only to push images. */
function addressesOfRegistry({ services }: Model, { name, host, mirror }: Registry): Address[] {
  const own = { path: `registries/${name}/host`, text: host, host };
  if (mirror === null) return [own];
  const pushed = services.some(({ stages }) => stages.some((it) => it.kind === "image" && it.registry === name));
  const instead = { path: `registries/${name}/mirror`, text: mirror, host: mirror.split("/")[0] ?? mirror };
  return pushed ? [own, instead] : [instead];
}

function addressesOfService(model: Model, { name, git, stages }: Model["services"][number]): Address[] {
  const images = stages.flatMap((stage) => {
    const path = `services/${name}/stages/${stage.id}`;
    if (stage.kind !== "image" || stage.base === null) return [];
    const [base] = image(`${path}/base/image`, stage.base.image);
    const mirrored = model.registries.some(({ host, mirror }) => mirror !== null && host === base?.host);
    return base === undefined || mirrored ? [] : [base];
  });
  return [...url(`services/${name}/git`, git), ...images];
}

/** Without a folder with its database, trivy downloads it, by default from ghcr.io. */
function trivyDatabase(trivy: Model["site"]["tools"]["trivy"]): Address[] {
  if (trivy === null || trivy.cache !== null) return [];
  return trivy.database === null
    ? [{ path: "site/tools/trivy", text: "", host: "ghcr.io" }]
    : image("site/tools/trivy/database", trivy.database);
}

function url(path: string, text: string | null | undefined): Address[] {
  const host = text?.match(/^(?:https?|ssh):\/\/(?:[^/@]*@)?([^/]+)/)?.[1] ?? text?.match(/^[^/@:]+@([^:/]+):/)?.[1];
  return text && host ? [{ path, text, host }] : [];
}

/** A remote daemon of an engine. */
function daemon(path: string, text: string): Address[] {
  const host = /^tcp:\/\/([^/]+)/.exec(text)?.[1];
  return host === undefined ? [] : [{ path, text, host }];
}

function image(path: string, text: string): Address[] {
  return [{ path, text, host: imageHost(text) }];
}

function isLoopback(host: string): boolean {
  return host === "localhost" || /^127(\.\d+){3}$/.test(host);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}
