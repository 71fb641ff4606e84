import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";

const instance = "    argocd-dev: { server: 'https://argocd-dev.acme.internal', environments: [dev] }\n";
const dev = "    namespace: '{service}-dev'\n";
const gitops = "    gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev }\n";

/** Handoffs, and strategies, of environments. */
export const deliveries: readonly BadSpec[] = [
  {
    name: "an environment that Jenkins deploys to",
    platform: [
      [instance, ""],
      [dev + gitops, "    handoff: kubectl\n    kubectl: { kubeconfig: kube-dev }\n"],
    ],
    expected: [
      'stagewright.yaml:28:14+7 SW450 "kubectl" deploys to "dev" from Jenkins, which needs the cluster\'s credentials (use handoff: argocd, or waive SW450 in policy.waivers with a reason)',
    ],
  },
  {
    name: "a handoff that lacks its section, and has another's",
    platform: [[gitops, `    handoff: helm\n    kubectl: { kubeconfig: kube-dev }\n${gitops}`]],
    expected: [
      'stagewright.yaml:25:78+3 SW308 environment "dev" uses handoff helm, not Argo CD (remove it from this list)',
      'stagewright.yaml:28:3+3 SW330 environment "dev" lacks "helm", which handoff helm requires (add environments.dev.helm)',
      'stagewright.yaml:31:5+7 SW340 "kubectl" requires handoff: kubectl; environment "dev" uses helm (remove kubectl, or set handoff: kubectl)',
      'stagewright.yaml:32:5+6 SW340 "gitops" requires handoff: argocd; environment "dev" uses helm (remove gitops, or set handoff: argocd)',
    ],
  },
  {
    name: "a Deployment name that is too long",
    service: [
      ["service: shop\n", "service: shop-of-all-countries-of-europe-and-asia\n"],
      [
        "  - { id: dev,",
        `  - { id: recommendations-of-books, kind: image, owner: platform, engine: buildah, image: { registry: harbor, name: shop/books }, base: { image: 'harbor.acme.internal/base/jre:17@sha256:${digest}', argument: BASE } }\n  - { id: dev,`,
      ],
    ],
    expected: [
      'services/shop.yaml:19:117+10 SW375 the name of the Deployment "shop-of-all-countries-of-europe-and-asia-recommendations… has 65 characters; at most 63 are allowed (shorten the name of the service or the id of the stage)',
    ],
  },
  {
    name: "a Helm release name that is too long",
    platform: [
      [instance, instance.replace("[dev]", "[development-of-europe-west1]")],
      ["  dev:\n", "  development-of-europe-west1:\n"],
      [gitops, gitops.replace("git:", "layout: helm, chart: { path: 'charts/{service}' }, git:")],
    ],
    service: [
      ["service: shop\n", "service: shop-of-all-countries-of-europe\n"],
      ["environment: dev", "environment: development-of-europe-west1"],
    ],
    expected: [
      'services/shop.yaml:19:56+27 SW375 the name of the Helm release "shop-of-all-countries-of-europe-development-of-europe-we… has 59 characters; at most 53 are allowed (shorten the name of the service or of the environment)',
    ],
  },
  {
    name: "a name of an Application that is too long",
    platform: [
      [instance, instance.replace("[dev]", "[development-of-europe-west1]")],
      ["  dev:\n", "  development-of-europe-west1:\n"],
    ],
    service: [
      ["service: shop\n", "service: shop-of-all-countries-of-europe-and-asia\n"],
      ["environment: dev", "environment: development-of-europe-west1"],
    ],
    expected: [
      'services/shop.yaml:19:56+27 SW375 the name of the Application "shop-of-all-countries-of-europe-and-asia-development-of-… has 68 characters; at most 63 are allowed (shorten the name of the service or of the environment)',
    ],
  },
  {
    name: "Spinnaker without its address",
    platform: [
      [instance, ""],
      [gitops, "    handoff: spinnaker\n    spinnaker: { account: dev }\n"],
    ],
    expected: [
      'stagewright.yaml:27:3+3 SW330 environment "dev" uses handoff spinnaker, but delivery.spinnaker is missing (add delivery.spinnaker)',
    ],
  },
  {
    name: "a canary without steps, and bounds of another strategy",
    platform: [[dev, `${dev}    strategy: { kind: canary, promotion: manual }\n`]],
    expected: [
      'stagewright.yaml:30:23+6 SW202 the canary lacks "steps" (add steps: [{ weight: 10, pause: 1h }])',
      'stagewright.yaml:30:31+9 SW361 "promotion" requires kind: blueGreen, not canary (remove promotion)',
    ],
  },
  {
    name: "a canary that goes back",
    platform: [[dev, `${dev}    strategy: { kind: canary, steps: [{ weight: 50 }, { weight: 10, pause: later }] }\n`]],
    expected: [
      "stagewright.yaml:30:65+2 SW362 the weight 10 is not greater than the previous weight 50 (increase the weight with each step)",
      'stagewright.yaml:30:76+5 SW205 "later" is not a pause: seconds, minutes or hours, such as 30m, or manual (for example 1h)',
    ],
  },
  {
    name: "a canary whose shares shrink",
    platform: [[dev, `${dev}    strategy: { kind: canary, steps: [{ weight: 50 }, { weight: 50 }] }\n`]],
    expected: [
      "stagewright.yaml:30:65+2 SW362 the weight 50 is not greater than the previous weight 50 (increase the weight with each step)",
    ],
  },
  {
    name: "blueGreen of a service without a port",
    platform: [[dev, `${dev}    strategy: { kind: blueGreen }\n`]],
    expected: [
      'services/shop.yaml:1:10+4 SW202 service "shop" lacks "port", which the strategy of environment "dev" requires (add port: 8080)',
    ],
  },
  {
    name: "Spinnaker switches over a service without a port",
    platform: [
      [instance, ""],
      ["  handoff: argocd\n", "  handoff: argocd\n  spinnaker: { gate: 'https://git.acme.internal/gate' }\n"],
      [gitops, "    handoff: spinnaker\n    spinnaker: { account: dev, strategy: redBlack }\n"],
    ],
    expected: [
      'services/shop.yaml:1:10+4 SW202 service "shop" lacks "port", which the strategy of environment "dev" requires (add port: 8080)',
    ],
  },
  {
    name: "a Dockerfile that names tags",
    dockerfile: [
      "FROM --platform=$BUILDPLATFORM harbor.acme.internal/base/node:22 AS Build",
      "ARG BASE",
      `FROM harbor.acme.internal/base/jre:17@sha256:${digest} AS checked`,
      "FROM $BASE",
      "COPY --from=build /app /app",
      "COPY --from=0 /etc/os-release /",
      "COPY --from=harbor.acme.internal/base/tools:1 /bin/jq /bin/jq",
      "",
    ].join("\n"),
    expected: [
      'apps/shop/Dockerfile:1:32+33 SW451 "harbor.acme.internal/base/node:22" has no digest, so it can be a different image tomorrow (add its digest (IMAGE:TAG@sha256:…), or set it as the stage\'s base)',
      'apps/shop/Dockerfile:7:13+33 SW451 "harbor.acme.internal/base/tools:1" has no digest, so it can be a different image tomorrow (add its digest (IMAGE:TAG@sha256:…), or set it as the stage\'s base)',
    ],
  },
  {
    name: "a protected environment without an approval",
    service: [[", approval: { by: [release-managers] }", ""]],
    expected: [
      'services/shop.yaml:20:60+4 SW452 shop releases to the protected environment "prod" without an approval: anyone with permission to start the job can release (add approval: { by: [GROUP], notAuthor: true })',
    ],
  },
  {
    name: "an environment that nothing heals",
    platform: [["namespace: '{service}-dev'", "namespace: '{service}-dev'\n    sync: { selfHeal: false }"]],
    expected: [
      'stagewright.yaml:30:23+5 SW453 Argo CD does not revert manual changes in "dev" (remove selfHeal: false)',
    ],
  },
  {
    name: "builds that are gone when they are wanted back",
    platform: [["  agent: { label: linux }", "  keep: { days: 3 }\n  agent: { label: linux }"]],
    expected: [
      "stagewright.yaml:8:17+1 SW454 a rollback of prod needs an earlier build, but Jenkins keeps only 3 days (keep at least 2 builds and 14 days)",
    ],
  },
  {
    name: "two that sync, the pipeline and Argo CD",
    platform: [
      ["https://argocd-dev.acme.internal", "https://git.acme.internal"],
      [
        "namespace: '{service}-dev'",
        "namespace: '{service}-dev'\n    wait: { token: argocd-dev }\n    sync: { pipeline: true }",
      ],
    ],
    expected: [
      'stagewright.yaml:31:23+4 SW455 both Argo CD and the deploy job start a sync of "dev" (set automatic: false, or remove pipeline)',
    ],
  },
  {
    name: "a pipeline that is to sync, and does not wait",
    platform: [
      [
        "namespace: '{service}-dev'",
        "namespace: '{service}-dev'\n    sync: { automatic: false, selfHeal: true, pipeline: true }",
      ],
    ],
    expected: [
      'stagewright.yaml:30:31+8 SW332 "selfHeal" requires an automatic sync, which reverts manual changes (remove automatic: false, or selfHeal)',
      'stagewright.yaml:30:47+8 SW332 "pipeline" requires wait: the deploy job starts the sync while it waits (add wait: { token: … })',
    ],
  },
];
