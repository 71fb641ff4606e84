import type { Model } from "../../model/model.ts";
import type { Checkout, Service } from "../../model/service.ts";

/** How a multibranch job finds the branches, tags and pull requests of an application. */
export interface BranchSource {
  /** Method of Job DSL; plain `git` does not support pull requests. */
  readonly kind: "git" | "github" | "gitea";
  /** Stays the same if the service is renamed: a new ID would build each branch again. */
  readonly id: string;
  readonly git: string;
  readonly credentials: string | null;
  readonly server: string;
  readonly owner: string;
  readonly repository: string;
  readonly tags: boolean;
  readonly pullRequests: boolean;
  /** Whether a push starts a build; sources of GitHub and Gitea always react to pushes. */
  readonly webhook: boolean;
  /** The checkout of the job is that of the source stage. */
  readonly checkout: Checkout;
}

/** The branch source for the host of an application's repository. */
export function branchSource(model: Model, service: Service): BranchSource {
  const place = /^(https?:\/\/[^/]+)\/(?:.*\/)?([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(service.git);
  const host = model.site.statuses?.host;
  const kind = place !== null && (host === "github" || host === "gitea") ? host : "git";
  return {
    kind,
    id: `stagewright-${service.previousNames[0] ?? service.name}`,
    git: service.git,
    credentials: service.credentials,
    server: place?.[1] ?? "",
    owner: place?.[2] ?? "",
    repository: place?.[3] ?? "",
    tags: service.stages.some(({ reach }) => reach.tags.length > 0),
    pullRequests: kind !== "git" && service.stages.some(({ reach }) => reach.pullRequests),
    webhook: kind !== "git" || service.triggers.webhook,
    checkout: service.checkout,
  };
}
