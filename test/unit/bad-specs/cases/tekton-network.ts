import { accepted, forTekton, acceptedService as service } from "../../targets/accepted-spec.ts";
import type { BadSpec } from "../check.ts";

/** The spec that a target in a cluster accepts, with a namespace of the Ingress controller. */
const withIngress = (target: string, namespace: string) =>
  [
    ...accepted,
    ["target: github-actions", `target: ${target}`],
    ...forTekton,
    ["tekton: { image", `tekton: { ingressNamespace: ${namespace}, image`],
  ] as const;

/** What Tekton reports about these specs without the change. */
const usual = [
  "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
  "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
];

/** What the namespace of the Ingress controller cannot be, and what differs in a cluster. */
export const tektonNetwork: readonly BadSpec[] = [
  {
    name: "no namespace of the Ingress controller on Tekton",
    platform: [...accepted, ["target: github-actions", "target: tekton"], ...forTekton],
    service,
    expected: [
      ...usual,
      "stagewright.yaml:9:11+116 SW379 on Tekton, webhooks arrive only through an Ingress controller whose pods are in the namespace ingress-nginx (set site.tekton.ingressNamespace)",
    ],
  },
  {
    name: "reports of tools and a cache of trivy on Tekton",
    platform: [
      ...withIngress("tekton", "traefik"),
      ["    jdks:", "    syft: {}\n    trivy: { cache: /var/lib/trivy }\n    jdks:"],
    ],
    service: [...service, ["    engine: buildah\n", "    engine: buildah\n    sbom: true\n    scan: high\n"]],
    expected: [
      "services/shop.yaml:19:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:14:11+2 SW379 on Tekton, nothing archives the SBOM: it ends with its pod (set keep: [attach], which signs it and attaches it to the image)",
      "stagewright.yaml:15:12+25 SW379 on Tekton, nothing archives the report of the scan: it ends with its pod (set keep: [attach], which signs it and attaches it to the image)",
      "stagewright.yaml:15:21+14 SW378 Tekton cannot give this: no pod has the folder /var/lib/trivy with the vulnerability database (remove cache, and set database)",
    ],
  },
  {
    name: "Spinnaker on Tekton",
    platform: [
      ...withIngress("tekton", "traefik"),
      ["    argocd-dev: { server: 'https://argocd-dev.acme.internal', environments: [dev] }\n", ""],
      ["delivery:\n", "delivery:\n  spinnaker: { gate: 'https://git.acme.internal/gate' }\n"],
      [
        "    gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev }\n",
        "    handoff: spinnaker\n    spinnaker: { account: dev }\n",
      ],
    ],
    service,
    expected: [
      ...usual,
      "stagewright.yaml:32:14+9 SW379 on Tekton, a run with an earlier release replaces a newer one in dev also without a reason (let the approvers compare both releases before they start a run)",
    ],
  },
  {
    name: "the namespace of a team as that of the Ingress controller",
    platform: withIngress("tekton", "ci-shop"),
    service,
    expected: [
      ...usual,
      "stagewright.yaml:9:31+7 SW378 Tekton cannot give this: ci-shop is the namespace of the pipelines of team shop, and all pods of the Ingress controller's namespace reach the event listeners (give the Ingress controller a namespace of its own)",
    ],
  },
  {
    name: "a namespace of a deployment as that of the Ingress controller",
    platform: withIngress("tekton", "shop-dev"),
    service,
    expected: [
      ...usual,
      "stagewright.yaml:9:31+8 SW378 Tekton cannot give this: shop-dev is the namespace of shop in dev, and all pods of the Ingress controller's namespace reach the event listeners (give the Ingress controller a namespace of its own)",
    ],
  },
  {
    name: "a namespace of the Ingress controller on Jenkins X",
    platform: withIngress("jenkins-x", "traefik"),
    service,
    expected: [
      ...usual,
      "stagewright.yaml:9:31+7 SW379 on Jenkins X, webhooks reach Lighthouse and not the event listeners, so ingressNamespace has no effect (remove ingressNamespace)",
      "stagewright.yaml:31:5+26 SW379 on Jenkins X, a release reaches dev without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
      "stagewright.yaml:34:5+15 SW379 on Jenkins X, a release reaches prod without a pull request, so no one reviews it in the repository of the environment (set gitops.pullRequest of the environment)",
    ],
  },
];
