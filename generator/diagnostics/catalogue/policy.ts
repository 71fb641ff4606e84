import type { CodeEntry } from "../catalogue.ts";

/** SW4xx: what a policy has against a model that is right in itself. */
export const policy = {
  SW401: {
    title: "One credential for protected and open environments",
    severity: "warning",
    explanation:
      "Whoever reaches the credential in a development job can write production's repository. Give each environment a credential of its own.",
  },
  SW402: {
    title: "Tool image that may change",
    severity: "warning",
    explanation:
      "A tool image without a digest may be another one tomorrow: the same commit builds differently, and nobody changed anything.",
  },
  SW403: {
    title: "Host outside of an offline site",
    severity: "error",
    explanation:
      "The site says that nothing outside of its hosts may be reached. A build that tries hangs until its timeout, or leaks that it exists.",
  },
  SW404: {
    title: "Plain HTTP for a registry that is given a password",
    severity: "warning",
    explanation: "Everybody on the way reads the password, and may hand out another image.",
  },
  SW405: {
    title: "Setting that the engine cannot keep",
    severity: "error",
    explanation:
      "The engine ignores the setting where it builds, or cannot build without it. A bound that is ignored is a promise nobody keeps.",
  },
  SW406: {
    title: "Engine on the wrong kind of agent",
    severity: "error",
    explanation:
      "An engine that unpacks images over its own file system builds in pods, which are thrown away. An engine with pods takes no other agent.",
  },
  SW407: {
    title: "Archived engine",
    severity: "warning",
    explanation: "Nobody mends the tool any more; it handles sources and credentials in every build.",
  },
  SW408: {
    title: "Pod that the namespace refuses",
    severity: "error",
    explanation:
      "The engine's pod asks for more than the Pod Security level of the site's namespace admits: the build would wait for an agent that never starts.",
  },
  SW409: {
    title: "Builds that do not fit their agents",
    severity: "error",
    explanation:
      "What may run on an agent at once takes more than site.pools says it holds: builds that each would pass alone die of each other. Fewer at once, smaller ones, or larger agents.",
  },
  SW410: {
    title: "Bound that is only counted",
    severity: "warning",
    explanation:
      "The engine ignores bounds on memory and processors where it builds. What the spec says of a build is added up against the agent's capacity, and so many are started; none of them is stopped for taking more.",
  },
  SW411: {
    title: "Engine for one platform",
    severity: "error",
    explanation:
      "The stage names several platforms, and its engine builds for one. The image of one platform does not start on nodes of another.",
  },
  SW420: {
    title: "One Argo CD for protected and open environments",
    severity: "warning",
    explanation:
      "One instance is easier to run, and a failure caused in development stops releases to production too. What runs goes on running.",
  },
  SW430: {
    title: "Waiver that is over",
    severity: "error",
    explanation: "What was to be lived with for a time would be lived with for ever, and nobody would decide it again.",
  },
  SW431: {
    title: "Waiver that excuses nothing",
    severity: "warning",
    explanation: "A waiver that nothing needs any more would silently excuse the next one that does it again.",
  },
  SW432: {
    title: "No such policy",
    severity: "error",
    explanation:
      "A severity or a waiver of a code that is no policy would decide nothing. What cannot work at all is no site's decision either.",
  },
  SW433: {
    title: "Archived product",
    severity: "warning",
    explanation: "Nobody mends the product any more; what is found in it stays open, and nobody can be called.",
  },
  SW434: {
    title: "Docker socket within reach of other builds",
    severity: "warning",
    explanation:
      "The socket is root on its host. Any other stage on such an agent, a source build for one, may use it and read what other builds left.",
  },
  SW435: {
    title: "Privileged build pods",
    severity: "warning",
    explanation: "Whoever breaks out of a privileged pod has its node, and the pods of others on it.",
  },
  SW436: {
    title: "Owner without reviewers",
    severity: "warning",
    explanation:
      "Nobody has to look at changes of what the team owns: whoever may push changes how it is built and released.",
  },
  SW437: {
    title: "Team that releases its own change",
    severity: "warning",
    explanation:
      "The team that writes the source also brings it to a protected environment. One stolen account is enough to change what runs there.",
  },
  SW438: {
    title: "Dockerfile that reaches outside of an offline site",
    severity: "error",
    explanation:
      "A base image, a syntax line or a download of a host that the site does not have. The build hangs, on a line that works on every developer's machine.",
  },
  SW439: {
    title: "Trusted library within every team's reach",
    severity: "warning",
    explanation:
      "A global library runs outside Jenkins' sandbox, for every job. CODEOWNERS guards what is merged into a protected branch: without `pipelines.owner` it asks the reviewers of all teams, and one of them is enough. What is pushed to another branch it does not see, and Jenkins finds a commit by its hash: a team names it in its own Jenkinsfile, which its own people review. So a repository that its reviewers alone push to is what protects the library, or the sandbox (`library.scope: folder`). Where the host lets nobody else push to the pipelines repository, say so in a waiver.",
  },
  SW450: {
    title: "Jenkins deploys",
    severity: "error",
    explanation:
      "Where kubectl, helm or kustomize runs in a Jenkins job, the job needs the cluster's credentials there, and nothing puts back what is changed by hand. The operating policy ends Jenkins at the image's digest unless the site waives it with a reason.",
  },
  SW451: {
    title: "Dockerfile that names a tag",
    severity: "warning",
    explanation:
      "A FROM without a digest takes what the tag means on that day. The release that is built from the same commit tomorrow is another one.",
  },
  SW452: {
    title: "Protected environment without an approval",
    severity: "note",
    explanation:
      "A protected environment's job is started by a person, whoever of those who may. With `approval`, people who are named are asked, and the commit says who agreed and why.",
  },
  SW453: {
    title: "Environment that may be changed by hand",
    severity: "warning",
    explanation:
      "Argo CD puts back what a hand changes only where it syncs automatically with selfHeal. Without, what runs drifts from what was reviewed, and nobody sees it.",
  },
  SW454: {
    title: "No way back",
    severity: "warning",
    explanation:
      "Where a rollback must name the build that it takes, because the stage asks for an approval or the handoff leaves no history, that build has to be there still. Jenkins throws it away when site.keep says so.",
  },
  SW455: {
    title: "Automatic sync beside the pipeline's",
    severity: "warning",
    explanation:
      "An Application that syncs by itself and is synced by the deploy job too has two that start syncs: one finds the other's going on, and which of them brought a release is anybody's guess.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
