import { repositoryKey } from "./git-address.ts";
import type { StatusHost } from "./site.ts";

/** The products of public servers. */
const PUBLIC: Readonly<Record<string, StatusHost>> = {
  "github.com": "github",
  "gitlab.com": "gitlab",
  "bitbucket.org": "bitbucket",
  "codeberg.org": "gitea",
  "gitea.com": "gitea",
};

/** Where a git server has a repository. */
export interface RepositoryPlace {
  /** `https://git.acme.internal` */
  readonly server: string;
  readonly host: string;
  /** The folders above the repository: `shop`, or `group/subgroup`. */
  readonly owner: string;
  readonly repository: string;
}

/** Reads the place of a repository from its address, by HTTPS or SSH; null for an address without an owner. */
export function placeOf(git: string): RepositoryPlace | null {
  const [host = "", ...parts] = repositoryKey(git).split("/");
  const repository = parts.at(-1) ?? "";
  const owner = parts.slice(0, -1).join("/");
  if (host === "" || owner === "" || repository === "") return null;
  const scheme = git.startsWith("http://") ? "http" : "https";
  // The port of an SSH address is not the port of the website.
  const name = /^https?:/.test(git) ? host : host.replace(/:\d+$/, "");
  return { server: `${scheme}://${name}`, host: name, owner, repository };
}

/** The product of the server of a repository: of a public server by its name, otherwise as the site sets it. */
export function gitHostOf(git: string, configured: StatusHost | null): StatusHost | null {
  const host = placeOf(git)?.host ?? "";
  return PUBLIC[host] ?? configured;
}

/** The product that the name of a server suggests, for hints: `gitea.acme.internal`; null for other names. */
export function suggestedHost(git: string): StatusHost | null {
  const labels = (placeOf(git)?.host ?? "").split(".");
  return (["github", "gitlab", "gitea", "bitbucket"] as const).find((product) => labels.includes(product)) ?? null;
}
