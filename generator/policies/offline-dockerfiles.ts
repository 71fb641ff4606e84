import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { imageHost } from "../model/image-address.ts";
import type { Model } from "../model/model.ts";
import { type Fetched, fetchedBy } from "./dockerfile.ts";
import type { DockerfileText, Policy } from "./policy.ts";

/** Checks that Dockerfiles of an offline site use only hosts of the site. */
export const offlineDockerfiles: Policy = {
  code: "SW438",
  slug: "dockerfiles/unlisted-host",
  title: "Dockerfile uses a host outside the offline site",
  severity: "error",
  explanation:
    "A base image, a `# syntax` line or a download uses a host that the site cannot reach. The line works on a developer's machine, but the build hangs until its timeout.",
  decision: "Dockerfiles of an offline site use only the hosts in `site.hosts`.",
  check(model, dockerfiles) {
    if (model.site.network !== "offline") return [];
    return dockerfiles.flatMap((dockerfile) => checkDockerfile(model, dockerfile));
  },
};

function checkDockerfile(model: Model, dockerfile: DockerfileText): Diagnostic[] {
  return fetchedBy(model, dockerfile)
    .filter((it) => !isReachable(model, it))
    .map((it) => {
      const at = { file: dockerfile.path, line: it.line, column: it.column };
      const message = `this site is offline and "${hostOf(it)}" is not in site.hosts`;
      return finding("SW438", { at, length: it.written.length }, message, { hint: mirrorFor(model, it) });
    });
}

/** The host of an image, or the host and port of a URL. */
function hostOf({ kind, text }: Fetched): string {
  return kind === "url" ? (/^\w+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(text)?.[1] ?? text) : imageHost(text);
}

/** Engines pull images from a registry's mirror, but no mirror is used for a `# syntax` line or a URL. */
function isReachable({ site, registries }: Model, reference: Fetched): boolean {
  const host = hostOf(reference);
  const known = [host, host.replace(/:\d+$/, "")].some((it) => site.hosts.includes(it) || isLoopback(it));
  return known || (reference.kind === "image" && registries.some((it) => it.host === host && it.mirror !== null));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || /^127(\.\d+){3}$/.test(host);
}

function mirrorFor({ site, registries }: Model, reference: Fetched): string {
  const { kind } = reference;
  const host = hostOf(reference);
  if (kind === "syntax") return "remove the line; the engine then uses its built-in syntax";
  const hosts = [...site.hosts].sort();
  if (kind === "url") return `fetch it from one of ${hosts.join(", ") || "site.hosts"}`;
  const inside = registries.find((it) => site.hosts.includes(it.host))?.host;
  if (inside === undefined) return "add a registry with a host from site.hosts";
  return `pull it from ${inside}, or add registries: { NAME: { host: ${host}, mirror: ${inside}/… } }`;
}
