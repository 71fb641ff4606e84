import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { imageOf, stageOf } from "./dockerfile.ts";
import type { DockerfileText, Policy } from "./policy.ts";

/** Something that a Dockerfile fetches from a host. */
interface Fetched {
  readonly text: string;
  readonly host: string;
  readonly kind: "image" | "syntax" | "url";
}

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

function checkDockerfile(model: Model, { path, text }: DockerfileText): Diagnostic[] {
  const stages = new Set(["scratch"]);
  return text.split(/\r?\n/).flatMap((line, index) => {
    const found = fetchedBy(line, stages).filter((it) => !isReachable(model, it));
    const name = stageOf(line);
    if (name !== null) stages.add(name);
    return found.map((it) => {
      const at = { file: path, line: index + 1, column: line.indexOf(it.text) + 1 };
      const message = `this site is offline and "${it.host}" is not in site.hosts`;
      return finding("SW438", { at, length: it.text.length }, message, { hint: mirrorFor(model, it) });
    });
  });
}

function fetchedBy(line: string, stages: ReadonlySet<string>): Fetched[] {
  const syntax = /^#\s*syntax\s*=\s*(\S+)/i.exec(line)?.[1];
  if (syntax !== undefined) return [{ text: syntax, host: imageHost(syntax), kind: "syntax" }];
  if (/^\s*#/.test(line)) return [];
  const image = imageOf(line, stages);
  const urls = [...line.matchAll(/\b(?:https?|git|ssh):\/\/(?:[^/@\s]*@)?([^/\s"':]+)(?::\d+)?[^\s"']*/g)];
  return [
    ...(image === null ? [] : [{ text: image, host: imageHost(image), kind: "image" as const }]),
    ...urls.map(([text, host = ""]) => ({ text, host, kind: "url" as const })),
  ];
}

function imageHost(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

/** Engines pull images from a registry's mirror, but no mirror is used for a `# syntax` line or a URL. */
function isReachable({ site, registries }: Model, { host, kind }: Fetched): boolean {
  const known = [host, host.replace(/:\d+$/, "")].some((it) => site.hosts.includes(it) || isLoopback(it));
  return known || (kind === "image" && registries.some((it) => it.host === host && it.mirror !== null));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || /^127(\.\d+){3}$/.test(host);
}

function mirrorFor({ site, registries }: Model, { host, kind }: Fetched): string {
  if (kind === "syntax") return "remove the line; the engine then uses its built-in syntax";
  const hosts = [...site.hosts].sort();
  if (kind === "url") return `fetch it from one of ${hosts.join(", ") || "site.hosts"}`;
  const inside = registries.find((it) => site.hosts.includes(it.host))?.host;
  if (inside === undefined) return "add a registry with a host from site.hosts";
  return `pull it from ${inside}, or add registries: { NAME: { host: ${host}, mirror: ${inside}/… } }`;
}
