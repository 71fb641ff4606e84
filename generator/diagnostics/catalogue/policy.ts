import type { CodeEntry } from "../catalogue.ts";

/** SW4xx: valid specs that violate a policy. */
export const policy = {
  SW401: {
    slug: "credentials/shared-with-protected",
    title: "Protected and open environments share a credential",
    severity: "warning",
    explanation:
      "Anyone who can use the credential in a development job can also write to the production repository. Use a separate credential for each environment.",
  },
  SW402: {
    slug: "images/mutable-tool-image",
    title: "Tool image without a digest",
    severity: "warning",
    explanation:
      "A tag can point to a different image tomorrow. The same commit would then build differently without any change in the repository.",
  },
  SW403: {
    slug: "network/unlisted-host",
    title: "Host is not reachable from an offline site",
    severity: "error",
    explanation:
      "The site is offline and does not list this host in `site.hosts`. A build that connects to it waits until its timeout, or reveals the request to a third party.",
  },
  SW404: {
    slug: "registries/plain-http",
    title: "Password is sent over plain HTTP",
    severity: "warning",
    explanation: "Anyone on the network between Jenkins and the registry can read the password or replace the image.",
  },
  SW405: {
    slug: "engines/unsupported-setting",
    title: "Engine does not support the setting",
    severity: "error",
    explanation:
      "The engine ignores this setting on its agent, or cannot build without it. A limit that is ignored protects nothing.",
  },
  SW406: {
    slug: "engines/unsupported-agent",
    title: "Engine does not support this kind of agent",
    severity: "error",
    explanation:
      "An engine that unpacks images over its own file system must build in pods, which Kubernetes deletes after the build. Other engines with a pod setting accept no other agent.",
  },
  SW407: {
    slug: "engines/archived",
    title: "Archived engine",
    severity: "warning",
    explanation: "The engine is no longer maintained, and it handles sources and credentials in every build.",
  },
  SW408: {
    slug: "pods/rejected-by-namespace",
    title: "Namespace rejects the pod",
    severity: "error",
    explanation:
      "The engine's pod needs more permissions than the Pod Security level of the namespace allows. The build would wait for an agent that never starts.",
  },
  SW409: {
    slug: "agents/over-capacity",
    title: "Builds exceed the capacity of their agents",
    severity: "error",
    explanation:
      "The builds that can run on an agent at the same time need more memory or processors than `site.pools` declares. Builds that succeed alone would fail together. Run fewer builds at once, make them smaller, or use larger agents.",
  },
  SW410: {
    slug: "engines/unenforced-limit",
    title: "Engine does not enforce the limit",
    severity: "warning",
    explanation:
      "The engine ignores limits on memory and processors on this agent. Stagewright uses the limits only to compute how many builds run at once; a build that needs more is not stopped.",
  },
  SW411: {
    slug: "engines/single-platform",
    title: "Engine builds for one platform only",
    severity: "error",
    explanation:
      "The stage names several platforms, but its engine builds for one. An image for one platform does not start on nodes of another.",
  },
  SW420: {
    slug: "argocd/shared-with-protected",
    title: "Protected and open environments share an Argo CD",
    severity: "warning",
    explanation:
      "A single instance is easier to operate, but a failure in development also stops releases to production. Applications that are already running continue to run.",
  },
  SW430: {
    slug: "waivers/expired",
    title: "Expired waiver",
    severity: "error",
    explanation:
      "A waiver accepts a finding until a date, and that date has passed. Without an end, no one would review the decision again.",
  },
  SW431: {
    slug: "waivers/unused",
    title: "Unused waiver",
    severity: "warning",
    explanation: "The waiver matches no finding. It would silently accept the next finding of the same kind.",
  },
  SW432: {
    slug: "waivers/unknown-policy",
    title: "Unknown policy",
    severity: "error",
    explanation:
      "The severity or waiver names a code that is not a policy, or a policy that a site cannot change because its finding cannot work.",
  },
  SW433: {
    slug: "products/archived",
    title: "Archived product",
    severity: "warning",
    explanation: "The product is no longer maintained: security issues stay open, and no one offers support.",
  },
  SW434: {
    slug: "agents/shared-docker-socket",
    title: "Other builds can use the Docker socket",
    severity: "warning",
    explanation:
      "Access to the socket is root access to its host. Any other stage on such an agent, such as a source build, can use it and read the files of other builds.",
  },
  SW435: {
    slug: "pods/privileged",
    title: "Privileged build pods",
    severity: "warning",
    explanation: "Code that escapes from a privileged pod controls the node and all other pods on it.",
  },
  SW436: {
    slug: "teams/no-reviewers",
    title: "Owner without reviewers",
    severity: "warning",
    explanation:
      "No review is required for changes to the team's files. Anyone who can push can change how its services are built and released.",
  },
  SW437: {
    slug: "stages/self-release",
    title: "Team releases its own change",
    severity: "warning",
    explanation:
      "The team that writes the source also deploys it to a protected environment. One stolen account is enough to change production.",
  },
  SW438: {
    slug: "dockerfiles/unlisted-host",
    title: "Dockerfile uses a host that is not reachable",
    severity: "error",
    explanation:
      "A base image, a syntax line or a download uses a host that the offline site does not list. The build waits until its timeout, although the same line works on a developer's machine.",
  },
  SW439: {
    slug: "library/trusted-shared-repository",
    title: "All teams can change the trusted library",
    severity: "warning",
    explanation:
      "Jenkins runs a global library outside the sandbox, for every job. CODEOWNERS protects only what is merged into a protected branch: without `pipelines.owner`, the review of one team is enough. It does not protect other branches, and a team can load any commit by its hash in its own Jenkinsfile. Use a repository that only the reviewers of the library can push to, or the sandbox (`library.scope: folder`). If the code host already restricts pushes to the pipelines repository, document this in a waiver.",
  },
  SW450: {
    slug: "delivery/jenkins-deploys",
    title: "Jenkins deploys",
    severity: "error",
    explanation:
      "A Jenkins job that runs kubectl, helm or kustomize needs the credentials of the cluster, and nothing reverts manual changes. By default, Jenkins only publishes the digest of the image. A site can waive this policy with a reason.",
  },
  SW451: {
    slug: "dockerfiles/missing-digest",
    title: "Base image in Dockerfile without a digest",
    severity: "warning",
    explanation:
      "A FROM line without a digest uses the image that the tag points to at build time. A later build of the same commit can produce a different image.",
  },
  SW452: {
    slug: "approvals/missing-for-protected",
    title: "Protected environment without an approval",
    severity: "note",
    explanation:
      "Any person with permission can start the job of a protected environment. With `approval`, only the named people can approve, and the commit records who approved and why.",
  },
  SW453: {
    slug: "argocd/manual-changes-kept",
    title: "Manual changes are not reverted",
    severity: "warning",
    explanation:
      "Argo CD reverts manual changes only with an automatic sync and `selfHeal`. Otherwise, the running state can differ from the reviewed state without a notification.",
  },
  SW454: {
    slug: "jobs/no-rollback",
    title: "Builds needed for a rollback are deleted",
    severity: "warning",
    explanation:
      "A rollback must name an earlier build if the stage requires an approval or the handoff keeps no history. Jenkins deletes that build when `site.keep` says so.",
  },
  SW455: {
    slug: "argocd/two-syncs",
    title: "Automatic sync conflicts with the pipeline's sync",
    severity: "warning",
    explanation:
      "Both Argo CD and the deploy job start syncs of the Application. One can fail because the other is running, and it is not clear which sync deployed a release.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
