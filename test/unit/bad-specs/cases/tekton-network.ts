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

/** What the namespace of the Ingress controller cannot be. */
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
