import type { CodeEntry } from "../catalogue.ts";

/** SW4xx: findings of policies in a valid model. A policy's title and explanation are here, its decision in its file. */
export const policy = {
  SW401: {
    slug: "credentials/shared-with-protected",
    title: "Protected and open environments share a credential",
    severity: "warning",
    explanation:
      "Anyone who can read the credential in a development job can also deploy to production. Use a separate credential for each protected environment.",
  },
  SW402: {
    slug: "images/mutable-tool-image",
    title: "Tool image is not pinned",
    severity: "warning",
    explanation:
      "A tag can point to a different image tomorrow. The same commit then builds differently although no one changed anything. Pin the tool image by its digest.",
  },
  SW403: {
    slug: "network/unlisted-host",
    title: "Host is outside the offline site",
    severity: "error",
    explanation:
      "Builds of an offline site can reach only the hosts in `site.hosts`. A build that uses another host hangs until its timeout, or reveals internal names to that host.",
  },
  SW404: {
    slug: "registries/plain-http",
    title: "Registry password is sent over plain HTTP",
    severity: "warning",
    explanation:
      "Anyone on the network between the agent and the registry can read the password and can replace images.",
  },
  SW405: {
    slug: "engines/unsupported-setting",
    title: "Engine ignores or lacks a setting",
    severity: "error",
    explanation:
      "The engine ignores the setting on this kind of agent, or cannot build without it. If the engine ignores a memory limit, one build can take the memory of the other builds on its agent.",
  },
  SW406: {
    slug: "engines/unsupported-agent",
    title: "Engine runs on the wrong kind of agent",
    severity: "error",
    explanation:
      "The engine kaniko unpacks images over its own file system. It therefore builds only in pods, which are deleted after the build. An engine that is configured with pods ignores other agents.",
  },
  SW407: {
    slug: "engines/archived",
    title: "Engine image is archived",
    severity: "warning",
    explanation:
      "The image's project is archived and gets no security fixes. Known vulnerabilities stay open in every build, with access to sources and credentials.",
  },
  SW408: {
    slug: "pods/rejected-by-namespace",
    title: "Namespace rejects the build pod",
    severity: "error",
    explanation:
      "The engine's pod needs a higher Pod Security level than `site.podSecurity` allows. The cluster rejects the pod, and the build waits for an agent until its timeout.",
  },
  SW409: {
    slug: "agents/over-capacity",
    title: "Builds exceed the capacity of their agents",
    severity: "error",
    explanation:
      "The builds that can run on one agent at the same time need more than `site.pools` provides. They run out of memory although each build alone would succeed. Run fewer builds at once, use smaller builds, or use larger agents.",
  },
  SW410: {
    slug: "engines/unenforced-limit",
    title: "Build limit is not enforced",
    severity: "warning",
    explanation:
      "The engine ignores limits on memory and processors on this kind of agent. Stagewright uses the configured amounts only to compute how many builds fit on an agent. A build that uses more than its amount is not stopped.",
  },
  SW411: {
    slug: "engines/single-platform",
    title: "Engine cannot build several platforms",
    severity: "error",
    explanation:
      "The stage lists several platforms, but its engine builds for one platform or cannot cache builds for several. An image for one platform does not start on nodes of another.",
  },
  SW420: {
    slug: "argocd/shared-with-protected",
    title: "Protected and open environments share an Argo CD instance",
    severity: "warning",
    explanation:
      "While the shared instance is down, for example after a failure caused in development, no release reaches production. Running applications continue to run.",
  },
  SW430: {
    slug: "waivers/expired",
    title: "Waiver is expired",
    severity: "error",
    explanation:
      "A waiver accepts a finding for a limited time. After the day in `until`, fix the finding or decide again and extend `until`.",
  },
  SW431: {
    slug: "waivers/unused",
    title: "Waiver matches no finding",
    severity: "warning",
    explanation: "An unused waiver would silently accept the next finding that matches it. Remove the waiver.",
  },
  SW432: {
    slug: "waivers/unknown-policy",
    title: "Code is not a configurable policy",
    severity: "error",
    explanation:
      "`policy.severity` and `policy.waivers` apply only to configurable policies. The policies for configurations that cannot work are always errors.",
  },
  SW433: {
    slug: "products/archived",
    title: "Product is archived",
    severity: "warning",
    explanation: "The product gets no security fixes, and no vendor or maintainer answers questions about it.",
  },
  SW434: {
    slug: "agents/shared-docker-socket",
    title: "Docker socket is shared with other builds",
    severity: "warning",
    explanation:
      "Access to the Docker socket means root access to its host. Any other stage on the same agents, such as a source build, can mount the host's disk and read the credentials on it.",
  },
  SW435: {
    slug: "pods/privileged",
    title: "Build pods are privileged",
    severity: "warning",
    explanation:
      "A process that escapes from a privileged pod controls its node, including the pods of other teams on that node.",
  },
  SW436: {
    slug: "teams/no-reviewers",
    title: "Owner has no reviewers",
    severity: "warning",
    explanation:
      "CODEOWNERS lists no reviewers for the files of this team. Anyone with write access can change how the team's stages build and release.",
  },
  SW437: {
    slug: "stages/self-release",
    title: "Team releases its own change",
    severity: "warning",
    explanation:
      "The team that owns the source also releases it to a protected environment. One stolen account of the team is enough to change what runs there.",
  },
  SW438: {
    slug: "dockerfiles/unlisted-host",
    title: "Dockerfile uses a host outside the offline site",
    severity: "error",
    explanation:
      "A base image, a `# syntax` line or a download uses a host that the site cannot reach. The line works on a developer's machine, but the build hangs until its timeout.",
  },
  SW439: {
    slug: "library/trusted-shared-repository",
    title: "Trusted library can be changed by every team",
    severity: "warning",
    explanation:
      "A global library runs outside the Jenkins sandbox, in every job. CODEOWNERS protects only merges into a protected branch. Without `pipelines.owner`, one reviewer of any team can approve a change of the library. CODEOWNERS does not protect pushes to other branches: Jenkins loads any commit by its hash, and a team can put that hash into its own Jenkinsfile, which its own members review. To protect the library, put it into a repository with write access for its reviewers only, or run it in the sandbox (`library.scope: folder`). If the Git host already restricts write access to the pipelines repository, document this in a waiver.",
  },
  SW450: {
    slug: "delivery/jenkins-deploys",
    title: "Jenkins deploys to the cluster",
    severity: "error",
    explanation:
      "A job that runs kubectl, helm or kustomize needs the cluster's credentials, so anyone who can edit the pipeline can reach the cluster. Nothing reverts manual changes in the cluster. By default Jenkins stops at the image's digest, and the delivery tool deploys; a site can accept the risk in a waiver with a reason.",
  },
  SW451: {
    slug: "dockerfiles/missing-digest",
    title: "Dockerfile uses an image without a digest",
    severity: "warning",
    explanation:
      "A tag can point to a different image tomorrow. The same commit then produces a different release. Pin the image by its digest.",
  },
  SW452: {
    slug: "approvals/missing-for-protected",
    title: "Protected environment has no approval",
    severity: "note",
    explanation:
      "Anyone with permission to start the deploy job can release to the protected environment. With `approval`, the job requests an approval from named users or groups, and the commit records the approver and the reason.",
  },
  SW453: {
    slug: "argocd/manual-changes-kept",
    title: "Manual changes in the cluster are not reverted",
    severity: "warning",
    explanation:
      "Argo CD reverts manual changes only with automatic sync and `selfHeal`. Without them the cluster drifts from the reviewed configuration, and the next release overwrites the change or fails because of it.",
  },
  SW454: {
    slug: "jobs/no-rollback",
    title: "Builds are not kept long enough for a rollback",
    severity: "warning",
    explanation:
      "If a stage requests an approval, or if its handoff keeps no history, a rollback uses the release record of an earlier build. Jenkins deletes that build according to `site.keep`. The release must then be rebuilt while production is broken.",
  },
  SW455: {
    slug: "argocd/two-syncs",
    title: "Argo CD and the pipeline both start a sync",
    severity: "warning",
    explanation:
      "The two syncs can collide: Argo CD rejects a sync while another one is running. It is also unclear which sync deployed a release.",
  },
  SW460: {
    slug: "agents/shared-with-protected",
    title: "Protected credentials and builds of applications share agents",
    severity: "error",
    explanation:
      "A build of an application runs code that anyone with write access to the application can change; a build of a pull request runs code that anyone can propose. It can leave files and processes on its agent that wait for the next job. If that job has the credentials of a protected environment, or is the seed, which may create and change every job, one build is enough to release to production. Use separate agents: `site.agents.delivery` and `site.agents.seed`.",
  },
  SW461: {
    slug: "agents/shared-purposes",
    title: "Stages with credentials and builds of applications share agents",
    severity: "warning",
    explanation:
      "A build of an application can leave files and processes on its agent. A later job on this agent with the credentials of an environment or of a registry can then lose them, and a build of the main branch can use what a pull request left there. Use separate agents for each purpose: `site.agents`.",
  },
  SW462: {
    slug: "engines/chroot-isolation",
    title: "Dockerfile instructions are not isolated",
    severity: "warning",
    explanation:
      "With chroot isolation, a RUN instruction runs in the agent's namespaces, and a process can leave its root folder. It can then read and change everything that the agent's user can: other workspaces, the caches, running builds. The registry login is removed before instructions run, but everything else stays reachable. In a pod, which is deleted after the build, chroot isolation reaches only the pod.",
  },
  SW463: {
    slug: "images/login-during-build",
    title: "Login exists while the Dockerfile runs",
    severity: "warning",
    explanation:
      "Before the instructions of a Dockerfile run, the build removes the login for pushing, so that they cannot use it. With a cache in the registry, the engine pushes layers while it builds and needs the login. Someone who controls the Dockerfile and escapes the build's isolation can then push images with it.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
