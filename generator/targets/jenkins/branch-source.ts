import { isSsh } from "../../model/git-address.ts";
import { gitHostOf, placeOf } from "../../model/git-host.ts";
import type { PlatformModel } from "../../model/model.ts";
import type { StatusHost } from "../../model/platform.ts";
import type { Checkout, Service, Stage } from "../../model/service.ts";
import { sparseLines } from "./sparse-lines.ts";

/** How a multibranch job finds the branches, tags and pull requests of an application. */
export interface BranchSource {
  /** The product whose plugin finds them; plain `git` does not support pull requests. */
  readonly kind: "git" | StatusHost;
  /** Stays the same if the service is renamed: a new ID would build each branch again. */
  readonly id: string;
  readonly git: string;
  /** The credential for the API, or for reading a plain git repository. */
  readonly credentials: string | null;
  /** The key for checkouts by SSH; null for checkouts with `credentials`. */
  readonly sshKey: string | null;
  readonly server: string;
  readonly host: string;
  readonly owner: string;
  readonly repository: string;
  /** The folders above the repository, and with it: GitLab has subgroups. */
  readonly path: string;
  readonly project: string;
  readonly tags: boolean;
  /** Whether builds of branches fetch the tags: without a clone option, the plugins fetch them for builds of tags only. */
  readonly fetchTags: boolean;
  readonly pullRequests: boolean;
  /** Which branches have a job, as the plugins number it. 1: those without a pull request. 3: all. */
  readonly branches: 1 | 3;
  /** Whether a push starts a build; sources of products always react to pushes. */
  readonly webhook: boolean;
  /** Regular expressions for the comment and the label that build a pull request again; null for none. */
  readonly comment: string | null;
  readonly label: string | null;
  /** The checkout of the job is that of the source stage. */
  readonly checkout: Checkout;
  /** The lines of git's file `sparse-checkout`; empty for the whole repository. */
  readonly sparse: readonly string[];
}

/** The branch source for the host of an application's repository. */
export function branchSource(model: PlatformModel, service: Service): BranchSource {
  const place = placeOf(service.git);
  const { git, statuses } = model.site;
  const kind = (place === null ? null : gitHostOf(service.git, git.host ?? statuses?.host ?? null)) ?? "git";
  const ssh = kind !== "git" && isSsh(service.git);
  // The API takes no SSH key, and the API of GitLab takes a token only.
  const usable = ssh || kind === "gitlab" ? null : service.credentials;
  return {
    kind,
    id: `stagewright-${service.previousNames[0] ?? service.name}`,
    git: service.git,
    credentials: (kind === "git" ? null : git.credentials) ?? usable,
    sshKey: ssh ? service.credentials : null,
    server: place?.server ?? "",
    host: place?.host ?? "",
    // Bitbucket Data Center has a folder above the owner: scm/shop/shop.git.
    owner: place?.owner.split("/").at(-1) ?? "",
    path: place?.owner ?? "",
    project: place === null ? "" : `${place.owner}/${place.repository}`,
    repository: place?.repository ?? "",
    tags: service.stages.some(({ reach }) => reach.tags.length > 0),
    fetchTags: [service.version, ...service.versions.map(({ version }) => version)].some((it) =>
      it.includes("{describe}"),
    ),
    pullRequests: kind !== "git" && service.stages.some(({ reach }) => reach.pullRequests),
    branches: service.stages.some(isOnlyOfBranches) ? 3 : 1,
    webhook: kind !== "git" || service.triggers.webhook,
    comment: exactly(service.triggers.comment),
    label: exactly(service.triggers.label),
    checkout: service.checkout,
    sparse: sparseLines(service.checkout),
  };
}

/** Whether builds of branches run a stage that builds of pull requests do not: the branch needs a job while its pull request is open. */
function isOnlyOfBranches({ reach }: Stage): boolean {
  return reach.branches.length > 0 && !reach.pullRequests;
}

/** A regular expression of Java for one text, which contains no backslash. The plugins compare without regard to case. */
function exactly(text: string | null): string | null {
  return text === null ? null : `^\\s*\\Q${text}\\E\\s*$`;
}

/** The addresses of the repository of a source, by HTTPS and by SSH. Bitbucket knows its own; this is the usual one. */
export function cloneAddresses({ kind, git, server, host, owner, repository, project }: BranchSource): string[] {
  if (kind === "git") return [git];
  const path = kind === "gitlab" ? project : `${owner}/${repository}`;
  const below = kind === "bitbucket" && server !== "https://bitbucket.org" ? "/scm/" : "/";
  return [...new Set([`${server}${below}${path}.git`, `git@${host}:${path}.git`, git])];
}
