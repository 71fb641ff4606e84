import { digest } from "../bad-specs/good.ts";

/** Leaves the key out. */
export const absent = undefined;

/** Two values for keys that name something of the specs, or whose example cannot be varied. */
export const values: Readonly<Record<string, readonly [unknown, unknown]>> = {
  "platform.site.pools.*.memory": ["2Gi", "8Gi"],
  "platform.site.pools.*.cpu": ["1", "16"],
  "platform.site.pools.*.executors": [4, 8],
  "platform.site.pools.*.otherBuild": ["1Gi", "64Gi"],
  "platform.site.tools.syft.keep[]": ["archive", "attach"],
  "platform.environments.*.freeze[].timeZone": ["UTC", "Europe/Berlin"],
  "platform.apiVersion": ["stagewright/v1", "stagewright/v0"],
  "platform.stagewright": ["*", "^99"],
  "platform.library.version": ["1.4.0", "1.5.0"],
  "platform.site.podSecurity": ["privileged", "baseline"],
  "platform.locks.closed[]": ["image.labels", "image.base"],
  "platform.locks.append[]": ["image.labels", "image.tags"],
  "platform.locks.replace[]": ["pin", "credentials"],
  "platform.locks.except.*[]": ["image.labels", "image.base"],
  "platform.policy.waivers[].policy": ["SW403", "SW402"],
  "platform.policy.waivers[].key": ["pipelines.git", "library.git"],
  "platform.policy.waivers[].until": ["2027-06-30", "2026-01-01"],
  "platform.engines.kaniko.agent.label": ["linux", absent],
  "service.stages[custom].kind": ["custom", "other"],
  "service.stages[custom].id": ["lint", "style"],
  "service.stages[custom].needs[]": ["build", "image"],
  "service.stages[source].kind": ["source", "other"],
  "service.stages[image].kind": ["image", "other"],
  "service.stages[deploy].kind": ["deploy", "other"],
  "service.stages[image].id": ["image", "container"],
  "service.stages[deploy].id": ["dev", "deploy"],
  "platform.site.hosts[]": ["harbor.acme.internal", "git.acme.internal"],
  "platform.site.statuses.api": ["https://git.acme.internal/api/v4", "https://other.acme.internal/api/v4"],
  "platform.site.statuses.host": ["github", "gitlab"],
  "platform.registries.*.mirror": ["other.acme.internal/a", "other.acme.internal/b"],
  "platform.engines.buildah.isolation": ["oci", "chroot"],
  "platform.delivery.handoff": ["argocd", "carrier pigeon"],
  "platform.environments.*.handoff": ["argocd", "carrier pigeon"],
  "platform.delivery.argocd.*.environments[]": ["dev", "test"],
  "platform.environments.*.freeze[].schedule": ["0 16 * * 5", "0 17 * * 5"],
  "service.branches[].branch": ["release/*", "hotfix/*"],
  "service.branches[].through": ["image", "dev"],
  "service.branches[].pullRequest": [true, absent],
  "service.parameters[].kind": ["text", "boolean"],
  "service.parameters[].default": ["ci", "full"],
  "service.triggers.webhook": [true, false],
  "service.stages[image].needs[]": ["build", "again"],
  "service.stages[deploy].needs[]": ["image", "second"],
  "service.stages[image].artifactsFrom": ["build", "image"],
  "service.stages[image].image.registry": ["harbor", "other"],
  "service.stages[image].base.image": [
    `harbor.acme.internal/base/jre:17@sha256:${digest}`,
    `harbor.acme.internal/base/jre:21@sha256:${digest}`,
  ],
  "service.stages[deploy].environment": ["dev", "test"],
};

/** Values of keys by the end of their path, wherever it stands. */
export const byEnding: readonly (readonly [ending: RegExp, values: readonly [unknown, unknown]])[] = [
  [/\.owner$/, ["shop", "platform"]],
  [/\.topology$/, ["per-stage", "combined"]],
  [/\.parallel$/, ["checks", absent]],
  [/\.jdk$/, ["17", "21"]],
  [/\.engine$/, ["buildah", "docker"]],
  [/\.tool$/, ["maven", "gradle"]],
  [/\.image\.registry$/, ["harbor", "other"]],
  [/\.poll$/, ["H/5 * * * *", "H/6 * * * *"]],
  [/\.cron$/, ["H 3 * * *", "H 4 * * *"]],
  [/\.triggers\.webhook$/, [true, false]],
  [/\.version$/, ["1.{build}", "2.{build}"]],
  [/ags\[\]$/, ["{version}", "{version}-{build}"]],
];

/** Keys that no emitted file shows: what they change is what is found, and why that is so. */
export const onlyFindings: Readonly<Record<string, string>> = {
  "platform.apiVersion": "says which form the spec has; another is refused",
  "platform.stagewright": "says which compilers may read the spec; any other refuses",
  "platform.site.network": "decides what policies refuse",
  "platform.site.hosts[]": "decides what policies refuse",
  "platform.site.podSecurity": "decides what policies refuse",
  "platform.site.pools.*.memory": "decides which builds would not fit",
  "platform.site.pools.*.cpu": "decides which builds would not fit",
  "platform.site.pools.*.executors": "decides which builds would not fit",
  "platform.site.pools.*.otherBuild": "decides which builds would not fit",
  "service.stages[custom].parallel": "joins stages: one alone is refused",
  "service.stages[image].parallel": "joins stages: one alone is refused",
  "service.stages[deploy].parallel": "joins stages: one alone is refused",
  "service.stages[custom].kind": "chooses the stage's keys; another is refused",
  "service.stages[custom].needs[]": "names what stands before it anyway; another is refused",
  "platform.engines.kaniko.agent.label": "is refused: kaniko builds in pods only",
  "platform.delivery.handoff": "has one value so far; another is refused",
  "platform.environments.*.handoff": "has one value so far; another is refused",
  "platform.delivery.argocd.*.environments[]": "serves each environment once: to move one takes two lines",
  "platform.locks.closed[]": "decides what a service may say",
  "platform.locks.append[]": "decides what a service may say",
  "platform.locks.replace[]": "decides what a service may say",
  "platform.locks.except.*[]": "decides what a service may say",
  "platform.policy.severity.*": "decides how much a finding weighs",
  "platform.policy.waivers[].policy": "decides which finding is waived",
  "platform.policy.waivers[].key": "decides which finding is waived",
  "platform.policy.waivers[].reason": "is printed with the finding",
  "platform.policy.waivers[].owner": "is printed with the finding",
  "platform.policy.waivers[].until": "ends the waiver",
  "platform.defaults.kinds.image.artifactsFrom": "names what is taken anyway; another is refused",
  "service.branches[].pullRequest": "says what holds anyway: pull requests go through source stages",
  "service.stages[source].kind": "chooses the stage's keys; another is refused",
  "service.stages[image].kind": "chooses the stage's keys; another is refused",
  "service.stages[deploy].kind": "chooses the stage's keys; another is refused",
  "service.stages[image].artifactsFrom": "names what is taken anyway; another is refused",
};

/** Keys that work outside of a compile, and where that is tested. */
export const elsewhere: readonly (readonly [under: RegExp, where: string])[] = [
  [/^platform\.library\.releases/, "says where released APIs are kept, which release and diff read: test/unit/api"],
  [/^platform\.site\.dockerfiles/, "says which Dockerfiles are looked at: test/unit/policies"],
  [/^platform\.services/, "says which files are read: test/unit/commands"],
  [/^platform\.products\./, "is what explain tells of products: test/unit/policies"],
];

/** Keys whose effect is not proved here yet, for want of two values and of what they need beside them. */
export const unproved: readonly RegExp[] = [
  /^platform\.environments\.\*\.(wait|gitops\.(layout|chart|knownHosts|pullRequest))/,
];
