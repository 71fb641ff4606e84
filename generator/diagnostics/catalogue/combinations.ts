import type { CodeEntry } from "../catalogue.ts";

/** SW34x to SW36x: keys that conflict with each other, or have no effect together. */
export const combinations = {
  SW340: {
    slug: "environments/wrong-handoff-key",
    title: "Key of another handoff",
    severity: "error",
    explanation: "The environment sets a key that only another handoff reads. The key would have no effect.",
  },
  SW341: {
    slug: "stages/invalid-parallel-group",
    title: "Invalid parallel group",
    severity: "error",
    explanation:
      "Stages with the same `parallel` name run at the same time. A group has at least two stages, they are next to each other in the list, and they use the same records.",
  },
  SW342: {
    slug: "stages/incomplete-parallel-needs",
    title: "Stage needs only a part of a parallel group",
    severity: "error",
    explanation:
      "A stage can need one stage or all stages of one parallel group. Of stages that run one after another, the last one already has the records of the others.",
  },
  SW343: {
    slug: "engines/two-agents",
    title: "Engine with two kinds of agent",
    severity: "error",
    explanation: "An engine builds either on agents with a label or in Kubernetes pods, never on both.",
  },
  SW344: {
    slug: "stages/condition-never-met",
    title: "Condition is never met",
    severity: "error",
    explanation:
      "No branch rule brings a branch or tag of this name to the stage, so the stage would never run for it.",
  },
  SW345: {
    slug: "triggers/multibranch",
    title: "Trigger does not work with a multibranch job",
    severity: "error",
    explanation:
      "Jenkins scans the repository of a multibranch job at fixed intervals, not at a time of day. The GitHub and Gitea plugins always listen to the webhook.",
  },
  SW346: {
    slug: "library/missing-own-folder",
    title: "Key requires library.own",
    severity: "error",
    explanation:
      "The key refers to steps of the site's own, which are in the folder that `library.own` names. The platform spec has no such key.",
  },
  SW347: {
    slug: "library/own-folder-overlap",
    title: "Folder of own steps is in the output folder",
    severity: "error",
    explanation:
      "Stagewright generates the library into this folder and would overwrite the source files of the site's own steps.",
  },
  SW348: {
    slug: "codeowners/approvals",
    title: "Approval count requires GitLab",
    severity: "error",
    explanation:
      "Only GitLab reads the number of approvals from CODEOWNERS. On other code hosts, set it in the branch protection rules.",
  },
  SW349: {
    slug: "teams/missing-group",
    title: "Team without a group",
    severity: "error",
    explanation:
      "Jenkins grants permissions to groups. Without `group`, the members of the team could not open their own folder.",
  },
  SW350: {
    slug: "stages/command-or-step",
    title: "Custom stage mixes command and step",
    severity: "error",
    explanation:
      "A custom stage runs either a `command`, with an optional `toolImage`, or a `step`, with optional `arguments`. Any other key would be ignored.",
  },
  SW351: {
    slug: "images/duplicate-build-argument",
    title: "Build argument is set twice",
    severity: "error",
    explanation: "The stage passes the base image in this build argument. A second value would replace the base image.",
  },
  SW352: {
    slug: "images/conflicting-tag",
    title: "Tag is both fixed and moving",
    severity: "error",
    explanation: "A tag in `tags` never changes; a tag in `movingTags` changes with each build. A tag cannot be both.",
  },
  SW353: {
    slug: "approvals/no-approvers",
    title: "Approval without approvers",
    severity: "error",
    explanation:
      "The stage waits for an approval, but neither `approval.by` nor the team names anyone who can approve. The job would wait until its timeout.",
  },
  SW354: {
    slug: "approvals/author-controlled",
    title: "Authors control the approval",
    severity: "error",
    explanation:
      "With this topology, the approval is in the Jenkinsfile of the application's repository. The authors of a change could remove the approval in the same change.",
  },
  SW355: {
    slug: "teams/reserved-repository",
    title: "Repository does not belong to the team",
    severity: "error",
    explanation:
      "A team's own repository must be neither the pipelines repository nor the repository of the library. Anyone who can push to the library's repository runs code in the folders of all teams.",
  },
  SW356: {
    slug: "branches/one-pattern",
    title: "Branch rule without exactly one pattern",
    severity: "error",
    explanation: "A branch rule has exactly one of the keys `branch`, `tag` and `pullRequest`.",
  },
  SW357: {
    slug: "jobs/too-many-former-paths",
    title: "Too many former job paths",
    severity: "error",
    explanation:
      "Stagewright combines the former names of the service, the stage and the folder to find the former paths of a job. All of these paths are part of the job definition and of the Jenkinsfiles that follow.",
  },
  SW358: {
    slug: "stages/wrong-tool-key",
    title: "Key does not apply to the build tool",
    severity: "error",
    explanation: "The source stage sets a key that its build tool does not read. The key would have no effect.",
  },
  SW359: {
    slug: "stages/unused-jdk",
    title: "Unused JDK",
    severity: "error",
    explanation:
      "The build tool needs no JDK, or the build runs in a tool image that has its own JDK. The key would have no effect.",
  },
  SW360: {
    slug: "parameters/choices",
    title: "Choices for a parameter of another kind",
    severity: "error",
    explanation: "Only a parameter of kind `choice` has `choices`. The key would have no effect.",
  },
  SW361: {
    slug: "strategies/wrong-kind-key",
    title: "Key does not apply to the deployment strategy",
    severity: "error",
    explanation: "The strategy sets a key that its kind does not read. The key would have no effect.",
  },
  SW362: {
    slug: "strategies/decreasing-weight",
    title: "Canary weights do not increase",
    severity: "error",
    explanation:
      "A canary sends more traffic to the new version with each step, so each weight is greater than the last.",
  },
  SW363: {
    slug: "own/conflicting-parameter-keys",
    title: "Conflicting keys in a parameter table",
    severity: "error",
    explanation:
      "A required parameter never uses its default, and only a parameter of type text has a list of values. One of the two keys would have no effect.",
  },
  SW364: {
    slug: "images/ambiguous-tag",
    title: "Two builds get the same tag",
    severity: "error",
    explanation:
      "A fixed tag never moves, so the second build with it would fail in the image stage. Without `{build}` or `{commit}`, all builds of a branch have the same tag; with `{project}`, until the application gets another version. In a multibranch job, each branch counts its builds from 1: `1.0.{build}` is 1.0.7 on two branches. A plain job counts the builds of all branches. In both, patterns of two rules can have the same text: the git tag 1.0.7 has the version of build 7 if its version is `{tag}`. A pattern with `{commit}` is unique. So is one with `{tag}`, `{branch}` or `{project}` in a rule for git tags, and a pattern with `{build}` for one branch, or with `{branch}` and `{build}`, if no other pattern can have the same text. Patterns of names limit `{branch}` and `{tag}`: `v*` never starts with a digit.",
  },
  SW365: {
    slug: "images/empty-placeholder",
    title: "Placeholder is empty for a branch",
    severity: "error",
    explanation:
      "`{tag}` is the git tag of a build. A build of a branch has none, so the image tag would be incomplete or empty, and the stage would fail after the source build. Use `{tag}` only if no branch reaches the image stage, or in the `version` of a rule for tags.",
  },
  SW366: {
    slug: "triggers/invalid-schedule",
    title: "Invalid schedule",
    severity: "error",
    explanation:
      "Jenkins reads five fields (minute, hour, day of the month, month, day of the week) with numbers, ranges, steps and `H`, or an alias such as `@daily`. The first line can be `TZ=` and a time zone. Names of days, a field for seconds and `?` are not part of it. The seed job would fail for all jobs.",
  },
  SW370: {
    slug: "locks/no-order",
    title: "Key cannot be made stricter",
    severity: "error",
    explanation:
      "`locks.tighten` lets services make a key stricter. The values of this key have no such order, so every value of a service would be locked or open by accident.",
  },
  SW371: {
    slug: "pipelines/missing-owner",
    title: "No team owns the pipelines repository",
    severity: "error",
    explanation:
      "Without an owner, one reviewer of any team can approve a change of the platform spec, the library, the jobs and the locks. So each team could give itself the rights of all others.",
  },
  SW372: {
    slug: "keys/secret-conflict",
    title: "Variable is both a secret and a value",
    severity: "error",
    explanation:
      "A variable in `secrets` gets its value from a credential, a variable in `environment` from the spec. With both, commands would only see the secret.",
  },
  SW373: {
    slug: "versions/file",
    title: "Version file and version do not match",
    severity: "error",
    explanation:
      "`{project}` in `version`, also in that of a branch rule, is the version in the file `versionFile`. Without the file, the placeholder has no value; without the placeholder, the file has no effect. A build script computes its version, so nothing can read it.",
  },
  SW380: {
    slug: "versions/shadowed-rule",
    title: "Version of a branch rule has no effect",
    severity: "error",
    explanation:
      "The first rule of `branches` that matches a commit decides its version. Earlier rules match all commits of this one, so no build has this version.",
  },
  SW381: {
    slug: "multibranch/api-credential",
    title: "Branch job cannot read the API of its host",
    severity: "warning",
    explanation:
      "A branch job finds branches and pull requests by the API of the git host. No API takes an SSH key, and the plugin of GitLab takes only a token, which it also uses to clone by HTTPS. Without `site.git.credentials`, Jenkins reads without a login: it finds nothing in a private repository.",
  },
  SW382: {
    slug: "credentials/two-kinds",
    title: "Credential is of two kinds",
    severity: "warning",
    explanation:
      "Jenkins finds a credential by its ID and its kind. The API of commit statuses needs a secret text, a checkout by HTTPS a user name and a password, a checkout by SSH a key. One credential cannot be two of them, so a stage fails.",
  },
  SW367: {
    slug: "multibranch/jenkinsfile",
    title: "Path of the Jenkinsfile cannot be used",
    severity: "error",
    explanation:
      "A branch job reads its Jenkinsfile from the application repository. Two services of one repository need two paths, or both jobs would run the same pipeline. Other jobs do not read this path.",
  },
  SW368: {
    slug: "multibranch/pull-requests",
    title: "Pull requests are not found",
    severity: "warning",
    explanation:
      "Only a multibranch job builds pull requests. A branch source of plain git finds branches and tags only. To find pull requests, Jenkins uses the API of the git host, so it must know the product.",
  },
  SW399: {
    slug: "repositories/no-credential",
    title: "Repository with Jenkinsfiles has no credential",
    severity: "warning",
    explanation:
      "A service reads its repository with `credentials`, so the repository is probably private. Jenkins reads the Jenkinsfiles, and for the pipelines repository also the job definitions, with the credential of `pipelines`. Without it, no job of a private repository starts.",
  },
  SW374: {
    slug: "images/conflicting-source",
    title: "Image has no clear source",
    severity: "error",
    explanation:
      "An engine builds the image from a Dockerfile. With `engine: none`, `command` builds and pushes it, and `digestFrom` is the file with its digest. The keys of the other would have no effect, and without the digest the release cannot name the image.",
  },
  SW375: {
    slug: "deliveries/name-too-long",
    title: "Name of an Application or Deployment is too long",
    severity: "error",
    explanation:
      "The name of an Application is the service and the environment: `shop-prod`. With a chart, it is also the name of the chart's release, which has at most 53 characters. Without a chart, it is a label of all resources, which has at most 63. With several images, each one has a Deployment, whose name is also a label: `shop-web`. The first deployment would fail.",
  },
  SW376: {
    slug: "jobs/too-many-stages",
    title: "Job has too many stages",
    severity: "error",
    explanation:
      'Jenkins compiles the `pipeline` block of a Jenkinsfile to one method, and the JVM limits a method to 64 KB. The build of a larger Jenkinsfile fails with "Method too large" before it starts. The limit is an estimate with a reserve.',
  },
  SW377: {
    slug: "teams/unused-contact-key",
    title: "Contact has no address",
    severity: "error",
    explanation:
      "`format` describes what the contact's `webhook` accepts, and `on` of what its addresses are notified. Without an address, the key would have no effect.",
  },
  SW378: {
    slug: "targets/unsupported",
    title: "Target does not support this",
    severity: "error",
    explanation:
      "The CI product that `target` selects cannot give what this key asks for. Stagewright never leaves a part of a pipeline out silently, so it generates nothing until the key or the target changes.",
  },
  SW379: {
    slug: "targets/differs",
    title: "Target does this differently",
    severity: "warning",
    explanation:
      "The pipeline works on the CI product that `target` selects, but in another way than on Jenkins. The message states the consequence. `stagewright explain` compares the targets.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
