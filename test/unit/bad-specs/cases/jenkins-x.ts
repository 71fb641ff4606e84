import { accepted, forTekton, acceptedService as service } from "../../targets/accepted-spec.ts";
import type { BadSpec } from "../check.ts";

/** The spec that Jenkins X accepts. */
const onJenkinsX = [...accepted, ["target: github-actions", "target: jenkins-x"], ...forTekton] as const;

/** What Jenkins X cannot give, or gives in another way, in addition to what Tekton reports. */
export const jenkinsX: readonly BadSpec[] = [
  {
    name: "tags, statuses and environments without pull requests on Jenkins X",
    platform: [
      ...onJenkinsX,
      [
        "network: online",
        "statuses: { host: gitlab, api: 'https://git.acme.internal/api/v4', credentials: status }\n  network: online",
      ],
    ],
    service: [...service, ["through: dev }\n", "through: dev }\n  - { tag: 'v*', through: dev }\n"]],
    expected: [
      "services/shop.yaml:6:3+32 SW378 Jenkins X cannot give this: Lighthouse does not say whether a branch or a tag was pushed, so a tag starts no release (remove the rules of tags, or use target: tekton)",
      "services/shop.yaml:18:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:7:13+78 SW379 on Jenkins X, Lighthouse sets the status of the first stage on the commit, with its own account; later stages set none (remove site.statuses)",
      "stagewright.yaml:32:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:35:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
  {
    name: "the namespace of a team as that of Lighthouse",
    platform: [...onJenkinsX, ["network: online", "jenkinsX: { namespace: ci-shop }\n  network: online"]],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:7:26+7 SW378 Jenkins X cannot give this: ci-shop is the namespace of team shop, and everyone who may push to a repository can read the secrets in Lighthouse's namespace (give Lighthouse a namespace of its own)",
      "stagewright.yaml:32:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:35:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
  {
    name: "the namespace of Argo CD as that of Lighthouse",
    platform: [...onJenkinsX, ["network: online", "jenkinsX: { namespace: argocd }\n  network: online"]],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:7:26+6 SW378 Jenkins X cannot give this: argocd is the namespace of the delivery tool's instance \"argocd-prod\", and everyone who may push to a repository can read the secrets in Lighthouse's namespace (give Lighthouse a namespace of its own)",
      "stagewright.yaml:32:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:35:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
  {
    name: "a namespace of a deployment as that of Lighthouse",
    platform: [...onJenkinsX, ["network: online", "jenkinsX: { namespace: shop-dev }\n  network: online"]],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:7:26+8 SW378 Jenkins X cannot give this: shop-dev is the namespace of shop in dev, and everyone who may push to a repository can read the secrets in Lighthouse's namespace (give Lighthouse a namespace of its own)",
      "stagewright.yaml:32:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:35:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
  {
    name: "an engine with a label that needs a higher Pod Security level on Jenkins X",
    platform: [...onJenkinsX, ["network: online", "podSecurity: restricted\n  network: online"]],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:24:21+1 SW408 pods of buildah need the Pod Security level privileged, but site.podSecurity is restricted (use buildkit with host (restricted) or none (restricted), or a namespace that allows this level)",
      "stagewright.yaml:32:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:35:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
];
