import type { CodeEntry } from "../catalogue.ts";

/** SW30x to SW33x: references, names, the order of stages, and environments. */
export const across = {
  SW301: {
    slug: "compiler/version-mismatch",
    title: "Stagewright version does not match",
    severity: "error",
    explanation:
      "The key `stagewright` defines which versions of stagewright may compile the spec, so that all clones generate the same files. The version that is running is outside this range.",
  },
  SW302: {
    slug: "names/unknown",
    title: "Unknown name",
    severity: "error",
    explanation:
      "The name refers to a team, registry, engine, environment, JDK, stage or choice that the specs do not define.",
  },
  SW303: {
    slug: "names/duplicate",
    title: "Duplicate name",
    severity: "error",
    explanation:
      "Two things have the same name. They would share one file, job, folder or overlay, and the second would overwrite the first.",
  },
  SW304: {
    slug: "stages/missing-input",
    title: "Stage has no input",
    severity: "error",
    explanation:
      "A stage works on the results of earlier stages: an image stage needs the record of a source stage, a deploy stage needs the digest of an image.",
  },
  SW305: {
    slug: "stages/cycle",
    title: "Stages depend on each other in a cycle",
    severity: "error",
    explanation: "The stage needs itself through other stages, so none of them can start.",
  },
  SW307: {
    slug: "placeholders/unknown",
    title: "Unknown placeholder",
    severity: "error",
    explanation:
      "The placeholder in `{…}` is not available for this key. It would remain in the tag, the version or the path as literal text.",
  },
  SW308: {
    slug: "environments/instance",
    title: "Environment is not assigned to exactly one Argo CD",
    severity: "error",
    explanation:
      "Each environment belongs to exactly one instance of the delivery tool. Without an instance, commits are never deployed; two instances would overwrite each other's changes.",
  },
  SW309: {
    slug: "branches/pull-request-too-far",
    title: "Pull request reaches a stage that it cannot run",
    severity: "error",
    explanation:
      "A pull request contains unreviewed code. It runs source stages, and custom stages with a command in the same multibranch job. It pushes no image, deploys nothing, and runs no stage with a step of the site, an approval or an analysis.",
  },
  SW310: {
    slug: "names/reserved",
    title: "Reserved name",
    severity: "error",
    explanation:
      "Stagewright, Jenkins, Groovy or the shell already uses this name. A second definition would change what other parts read.",
  },
  SW311: {
    slug: "stages/missing-owner",
    title: "Stage without an owner",
    severity: "error",
    explanation:
      "Each stage belongs to one team. The job and its credentials are in the team's Jenkins folder, and the team's contact is notified about failures.",
  },
  SW312: {
    slug: "branches/protected-environment",
    title: "Branch rule leads through a protected environment",
    severity: "warning",
    explanation:
      "Only a person starts a deployment to a protected environment. Commits that match the rule automatically reach the stage before that deployment, and no further.",
  },
  SW313: {
    slug: "names/invalid-generated",
    title: "Generated name is invalid",
    severity: "error",
    explanation:
      "A pattern, the service and the environment together produce a name that another tool rejects. A Kubernetes namespace is a DNS label with at most 63 characters.",
  },
  SW314: {
    slug: "gitops/shared-overlay",
    title: "Shared overlay folder",
    severity: "error",
    explanation:
      "Several services or environments use the same overlay folder and would overwrite each other's digest. Add the placeholder that distinguishes them to the path.",
  },
  SW315: {
    slug: "locks/locked-key",
    title: "Locked key",
    severity: "error",
    explanation:
      "The platform spec defines which keys a service may replace, extend, make stricter or not set. Credentials, agents, caches, the topology and previous owners are locked by default, because they grant access to resources of other teams. Approvals, base images and checks of images are locked if the platform's defaults set them.",
  },
  SW316: {
    slug: "images/missing-tool",
    title: "Image tool is not configured",
    severity: "error",
    explanation:
      "The image stage requests an SBOM, a signature, a provenance or a scan, but the platform spec does not configure the tool. The library would not know its key, database or format.",
  },
  SW320: {
    slug: "stages/unused-build",
    title: "Unused build",
    severity: "warning",
    explanation:
      "Each source stage starts a release of its own. If no stage uses its record, its artifacts are lost. To build one release with two tools, use one stage with `also`.",
  },
  SW321: {
    slug: "stages/unused-image",
    title: "Image that no deploy stage takes",
    severity: "warning",
    explanation:
      "A deploy stage takes the images of all stages before it. Two image stages that need the same stage are not before each other: a deploy stage after one of them never gets the image of the other one. A parallel group of image stages runs at the same time, and the next stage gets all its images. There is no warning for an image that a custom stage uses, and for one that is made after a deployment.",
  },
  SW330: {
    slug: "environments/missing-handoff-key",
    title: "Environment lacks a setting of its handoff",
    severity: "error",
    explanation:
      "A handoff brings releases to an environment and needs settings for it: Argo CD needs a GitOps repository. Without them, the release cannot be deployed.",
  },
  SW331: {
    slug: "environments/invalid-freeze",
    title: "Invalid freeze window",
    severity: "error",
    explanation:
      "Jenkins and Argo CD compute the window from the five fields of a cron expression and a time zone. With an invalid field or an unknown time zone, the freeze would never apply.",
  },
  SW332: {
    slug: "gitops/conflicting-keys",
    title: "Conflicting GitOps keys",
    severity: "error",
    explanation:
      "One of the GitOps keys has no effect without, or together with, another one: `chart` requires `layout: helm`, `knownHosts` requires an SSH address, `wait` does not work with `pullRequest`, `sync.pipeline` requires `wait`, and `sync.selfHeal` requires an automatic sync.",
  },
  SW336: {
    slug: "images/cache-is-image",
    title: "Cache is an image",
    severity: "error",
    explanation:
      "A build writes to its cache. If the cache is the repository of an image, anyone who controls the Dockerfile replaces that image, possibly one of another team.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
