import { accepted, forTekton, ingress, acceptedService as service } from "../../targets/accepted-spec.ts";
import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";

/** The spec that Tekton accepts. */
const onTekton = [...accepted, ["target: github-actions", "target: tekton"], ...forTekton, ingress] as const;

/** What a CI product cannot give, or gives in another way. */
export const targets: readonly BadSpec[] = [
  {
    name: "an unknown CI product",
    platform: [["stagewright: ~0.1", "stagewright: ~0.1\ntarget: github"]],
    expected: [
      'stagewright.yaml:3:9+6 SW204 "github" is not a CI product; one of github-actions, jenkins, jenkins-x, tekton',
    ],
  },
  {
    name: "a spec for Jenkins on GitHub Actions",
    platform: [["stagewright: ~0.1", "stagewright: ~0.1\ntarget: github-actions"]],
    expected: [
      "services/shop.yaml:8:19+13 SW379 on GitHub Actions, each push starts a run at once, without polling (remove triggers.poll)",
      "services/shop.yaml:10:3+54 SW378 GitHub Actions cannot give this: a run has no parameters of the service (remove parameters, or use target: jenkins)",
      "services/shop.yaml:20:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "stagewright.yaml:4:83+42 SW379 on GitHub Actions, the actions are in the pipelines repository, whose owner reviews them, not in the repository of the library (remove library.git)",
      "stagewright.yaml:5:12+93 SW378 GitHub Actions cannot give this: GitHub reads workflows from .github/ at the root of a repository, not from out/ (set directory: '' in pipelines)",
      "stagewright.yaml:7:12+7 SW378 GitHub Actions cannot give this: each run needs GitHub's servers, and this site is offline (use target: jenkins, or network: online)",
      "stagewright.yaml:15:69+18 SW379 on GitHub Actions, GitHub notifies the person who started a run, not the contact of shop (subscribe the team's channel to the workflows of the repository)",
      "stagewright.yaml:22:59+1 SW379 on GitHub Actions, the number of runners with the label limits the builds, not buildsAtOnce (register as many runners with this label)",
    ],
  },
  {
    name: "logins by OIDC for registries of others",
    platform: [
      [
        "registries:\n",
        "registries:\n  ecr: { host: ecr.acme.internal, insecure: true, githubOidc: { aws: { role: 'arn:aws:iam::123456789012:role/push' } } }\n  acr: { host: acme.azurecr.io.example, githubOidc: { azure: { clientId: 11111111-2222-3333-4444-555555555555, tenantId: 66666666-7777-8888-9999-000000000000 } } }\n  two: { host: acme.azurecr.io, githubOidc: {} }\n",
      ],
    ],
    expected: [
      'stagewright.yaml:18:16+17 SW390 the host "ecr.acme.internal" is no registry of the provider aws (write ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China)',
      "stagewright.yaml:18:45+4 SW390 a login by OIDC needs TLS (remove insecure)",
      'stagewright.yaml:19:16+23 SW390 the host "acme.azurecr.io.example" is no registry of the provider azure (write NAME.azurecr.io)',
      "stagewright.yaml:20:45+2 SW206 registries.two.githubOidc needs at least 1 key",
    ],
  },
  {
    name: "logins by OIDC for another partition of Amazon",
    platform: [
      [
        "registries:\n",
        [
          "registries:",
          ...[
            ["cn-north-1.amazonaws.com.cn", "aws"],
            ["cn-north-1.amazonaws.com", "aws-cn"],
            ["us-gov-west-1.amazonaws.com", "aws"],
            ["eu-central-1.amazonaws.com", "aws-us-gov"],
            ["eu-central-1.amazonaws.com.cn", "aws"],
            ["us-iso-east-1.amazonaws.com", "aws"],
            ["cn-northwest-1.amazonaws.com.cn", "aws-cn"],
            ["us-gov-east-1.amazonaws.com", "aws-us-gov"],
            ["ap-southeast-7.amazonaws.com", "aws"],
          ].map(
            ([place, partition], index) =>
              `  ecr${index}: { host: 123456789012.dkr.ecr.${place}, githubOidc: { aws: { role: 'arn:${partition}:iam::123456789012:role/push' } } }`,
          ),
          "",
        ].join("\n"),
      ],
    ],
    expected: [
      'stagewright.yaml:18:94+37 SW390 the registry is in the partition aws-cn of Amazon, and the role "arn:aws:iam::123456789012:role/push" is not (use a role that begins with arn:aws-cn:)',
      'stagewright.yaml:19:17+45 SW390 the host "123456789012.dkr.ecr.cn-north-1.amazonaws.com" is no registry of the provider aws (write ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China)',
      'stagewright.yaml:20:94+37 SW390 the registry is in the partition aws-us-gov of Amazon, and the role "arn:aws:iam::123456789012:role/push" is not (use a role that begins with arn:aws-us-gov:)',
      'stagewright.yaml:21:93+44 SW390 the registry is in the partition aws of Amazon, and the role "arn:aws-us-gov:iam::123456789012:role/push" is not (use a role that begins with arn:aws:)',
      'stagewright.yaml:22:17+50 SW390 the host "123456789012.dkr.ecr.eu-central-1.amazonaws.com.cn" is no registry of the provider aws (write ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China)',
      'stagewright.yaml:23:17+48 SW390 the host "123456789012.dkr.ecr.us-iso-east-1.amazonaws.com" is no registry of the provider aws (write ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China)',
    ],
  },
  {
    name: "an approval on GitHub Actions",
    platform: accepted,
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
    ],
  },
  {
    name: "stages that GitHub Actions cannot run",
    platform: [...accepted, ["agents: { pullRequests: { label: pr }", "agents: { pullRequests: { label: '!linux' }"]],
    service: [
      ...service,
      ["jdk: '17', artifacts", "jdk: '17', retries: 1, artifacts"],
      [
        "approval: { by: [release-managers] }",
        "approval: { by: [release-managers, a, b, c, d, e, f], count: 2, notAuthor: true }",
      ],
      ["owner: shop, environment: dev }", "owner: shop, environment: dev, when: { branches: [main] } }"],
      ["    engine: buildah\n", "    engine: buildah\n    paths: ['web/**']\n"],
    ],
    expected: [
      "services/shop.yaml:9:78+1 SW379 on GitHub Actions, a stage whose runner is lost fails; a user starts it again (remove retries)",
      "services/shop.yaml:14:12+10 SW378 GitHub Actions cannot give this: a release cannot keep the image of an earlier run (remove paths, or use target: jenkins)",
      "services/shop.yaml:17:67+20 SW378 GitHub Actions cannot give this: a stage cannot pass a release on without running (use branches of the service)",
      "services/shop.yaml:18:76+71 SW379 on GitHub Actions, the reviewers of an environment approve, and its rule excludes the person who started the run, not the author; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "services/shop.yaml:18:82+36 SW378 GitHub Actions cannot give this: GitHub asks at most 6 users and teams, not 7 (name a team)",
      "services/shop.yaml:18:127+1 SW378 GitHub Actions cannot give this: one reviewer is enough for GitHub, and 2 must approve (remove count, or use target: jenkins)",
      'stagewright.yaml:9:36+8 SW378 GitHub Actions cannot give this: a runner has all labels of a list, but "!linux" is another expression (use one label, or labels joined with &&)',
    ],
  },
  {
    name: "repositories that GitHub cannot connect",
    platform: accepted,
    service: [...service, ["git: https://git.acme.internal/shop/shop.git", "git: https://github.com/shop/shop.git"]],
    expected: [
      "services/shop.yaml:2:6+32 SW378 GitHub Actions cannot give this: workflows call each other only on one server, and https://github.com/shop/shop.git is not on git.acme.internal (move the repository to git.acme.internal)",
      "services/shop.yaml:17:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
    ],
  },
  {
    name: "repositories of another product than GitHub",
    platform: [...accepted, ["network: online", "network: online\n  git: { host: gitlab }"]],
    service: [...service, ["git: https://git.acme.internal/shop/shop.git", "git: https://bitbucket.org/shop/shop.git"]],
    expected: [
      "services/shop.yaml:2:6+35 SW378 GitHub Actions cannot give this: only GitHub runs workflows, and the product of bitbucket.org is bitbucket (move the repository to GitHub, or use another target)",
      "services/shop.yaml:17:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "stagewright.yaml:5:19+44 SW378 GitHub Actions cannot give this: only GitHub runs workflows, and the product of git.acme.internal is gitlab (move the repository to GitHub, or use another target)",
    ],
  },
  {
    name: "a stage that a user starts, two credentials with one secret",
    platform: [
      ...accepted,
      ["credentials: gitops-prod", "credentials: gitops.prod"],
      ["credentials: gitops-dev", "credentials: gitops-prod"],
    ],
    service: [...service, [", approval: { by: [release-managers] }", ""]],
    expected: [
      "services/shop.yaml:17:11+4 SW378 GitHub Actions cannot give this: the credentials gitops-prod and gitops.prod would be one secret, GITOPS_PROD (rename one of them)",
      "services/shop.yaml:17:11+4 SW379 on GitHub Actions, each run waits for a reviewer before prod (set the environment as github-actions/settings.md describes)",
      'services/shop.yaml:17:60+4 SW452 shop releases to the protected environment "prod" without an approval: anyone with permission to start the job can release (add approval: { by: [GROUP], notAuthor: true })',
    ],
  },
  {
    name: "a spec for Jenkins on Tekton",
    platform: [["stagewright: ~0.1", "stagewright: ~0.1\ntarget: tekton"]],
    expected: [
      "services/shop.yaml:2:6+39 SW378 Tekton cannot give this: a push starts a run only from GitHub, GitLab and Gitea, and the product of git.acme.internal is unknown (set site.git.host to github, gitlab or gitea, if it is one of them)",
      "services/shop.yaml:8:19+13 SW379 on Tekton, each push starts a run at once, without polling (remove triggers.poll)",
      "services/shop.yaml:10:3+54 SW378 Tekton cannot give this: a run has no parameters of the service (remove parameters, or use target: jenkins)",
      "services/shop.yaml:20:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:4:83+42 SW379 on Tekton, the programs are in the pipelines repository, whose owner reviews them, not in the repository of the library (remove library.git)",
      "stagewright.yaml:7:3+16 SW378 Tekton cannot give this: each step runs in a container, and the site sets no image for it (add site.tekton: { image: HOST/REPOSITORY:TAG@sha256:DIGEST })",
      "stagewright.yaml:15:9+82 SW379 on Tekton, the deploy stages of shop have no pipeline for earlier releases: no user or group may start its runs (set approvers or group of team shop)",
      "stagewright.yaml:15:69+18 SW379 on Tekton, no message reaches the contact of shop; Tekton sends CloudEvents to the sink of the cluster (let the receiver of the CloudEvents notify the team)",
      "stagewright.yaml:22:59+1 SW379 on Tekton, the memory of the nodes and the quota of the namespace limit the builds, not buildsAtOnce (set a ResourceQuota in the namespace, and remove buildsAtOnce)",
    ],
  },
  {
    name: "an engine on Tekton whose pod the namespace rejects",
    platform: [...onTekton, ["  agent: { label: linux }\n", "  agent: { label: linux }\n  podSecurity: restricted\n"]],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:24:21+1 SW408 pods of buildah need the Pod Security level privileged, but site.podSecurity is restricted (use buildkit with host (restricted) or none (restricted), or a namespace that allows this level)",
    ],
  },
  {
    name: "a namespace of Tekton that Kubernetes rejects",
    platform: [...onTekton, ["  tekton: { ", "  tekton: { namespace: '-ci-{team}', "]],
    service,
    expected: [
      'stagewright.yaml:9:24+12 SW205 "-ci-{team}" is not a namespace: small letters, digits, hyphens and {team}, with no hyphen at the ends (for example ci-{team})',
    ],
  },
  {
    name: "approvers on Tekton that are all accounts of the cluster",
    platform: onTekton,
    service: [...service, ["approval: { by: [release-managers] }", "approval: { by: ['system:authenticated'] }"]],
    expected: [
      "services/shop.yaml:17:76+32 SW378 Tekton cannot give this: system:authenticated is a group of Kubernetes itself, such as every account of the cluster (name a group of people)",
      "services/shop.yaml:17:76+32 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
    ],
  },
  {
    name: "what the stages of Tekton cannot give",
    platform: [
      ...onTekton,
      [
        "agents: { pullRequests: { label: pr }, delivery: { label: delivery }",
        "agents: { pullRequests: { label: pr }, delivery: { label: '!linux' }",
      ],
    ],
    service: [
      ...service,
      ["jdk: '17', artifacts", "jdk: '17', retries: 1, tests: [a.xml], artifacts"],
      [
        "approval: { by: [release-managers] }",
        "approval: { by: [release-managers], count: 2, notAuthor: true, timeout: 60 }",
      ],
      ["owner: shop, environment: dev }", "owner: shop, environment: dev, when: { branches: [main] } }"],
      ["    engine: buildah\n", "    engine: docker\n    paths: ['web/**']\n"],
    ],
    expected: [
      "services/shop.yaml:9:78+1 SW379 on Tekton, a stage whose node is lost fails; a user starts it again (remove retries)",
      "services/shop.yaml:9:88+7 SW379 on Tekton, failed tests fail the stage, but no page shows the reports: they end with the pod (let the command print the failed tests)",
      "services/shop.yaml:14:12+10 SW378 Tekton cannot give this: a release cannot keep the image of an earlier run (remove paths, or use target: jenkins)",
      "services/shop.yaml:17:67+20 SW378 Tekton cannot give this: a stage cannot pass a release on without running (use branches of the service)",
      "services/shop.yaml:18:76+66 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "services/shop.yaml:18:109+1 SW378 Tekton cannot give this: one approver starts a run, and 2 must approve (remove count, or use target: jenkins)",
      "services/shop.yaml:18:123+4 SW378 Tekton cannot give this: the cluster knows the user who approves, but not the author of the commit (remove notAuthor and choose approvers who do not commit, or use target: jenkins)",
      "services/shop.yaml:18:138+2 SW379 on Tekton, a run waits for the approvers without a limit (remove timeout)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      'stagewright.yaml:11:61+8 SW378 Tekton cannot give this: a pod runs on a node with all labels of a list, but "!linux" is another expression (use one label, or labels joined with &&)',
      "stagewright.yaml:22:11+28 SW378 Tekton cannot give this: docker needs a daemon, so its pod would be privileged, or would get the socket of its node and with it root on the node (use buildah, buildkit, kaniko or none)",
    ],
  },
  {
    name: "approvers of one owner, names and credentials that clash on Tekton",
    platform: [
      ...onTekton,
      ["credentials: gitops-prod", "credentials: gitops.dev"],
      ["namespace: '{service}-dev'\n", "namespace: '{service}-dev'\n    protected: true\n"],
    ],
    service: [
      ["service: shop", `service: ${"s".repeat(50)}`],
      ...service,
      ["git: https://git.acme.internal/shop/shop.git", "git: git@git.acme.internal:shop/shop.git"],
      ["owner: shop, environment: dev }", "owner: release, environment: dev, approval: { by: [others] } }"],
    ],
    expected: [
      "services/shop.yaml:2:6+35 SW378 Tekton cannot give this: the steps check out by HTTPS, not from git@git.acme.internal:shop/shop.git (use the HTTPS address)",
      "services/shop.yaml:9:11+5 SW378 Tekton cannot give this: the pipeline ssssssssssssssssssssssssssssssssssssssssssssssssss-build has 56 characters, and 53 are left for it in the name of a run (choose shorter names)",
      "services/shop.yaml:10:9+5 SW378 Tekton cannot give this: the pipeline ssssssssssssssssssssssssssssssssssssssssssssssssss-image has 56 characters, and 53 are left for it in the name of a run (choose shorter names)",
      "services/shop.yaml:16:11+3 SW378 Tekton cannot give this: the pipeline ssssssssssssssssssssssssssssssssssssssssssssssssss-dev has 54 characters, and 53 are left for it in the name of a run (choose shorter names)",
      "services/shop.yaml:16:74+16 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "services/shop.yaml:17:11+4 SW378 Tekton cannot give this: the credentials gitops-dev and gitops.dev would be one secret, gitops-dev (rename one of them)",
      "services/shop.yaml:17:11+4 SW378 Tekton cannot give this: the pipeline ssssssssssssssssssssssssssssssssssssssssssssssssss-prod has 55 characters, and 53 are left for it in the name of a run (choose shorter names)",
      "services/shop.yaml:17:76+26 SW378 Tekton cannot give this: all stages of release share a namespace, so they have the same approvers: those of ssssssssssssssssssssssssssssssssssssssssssssssssss: dev are others, those of prod release-managers (use the same approvers, or give one of the stages another owner)",
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
    ],
  },
  {
    name: "a service with the names and the namespace of Tekton's own objects",
    platform: [...onTekton, ["namespace: '{service}-dev'", "namespace: ci-release"]],
    service: [["service: shop", "service: stagewright"], ...service],
    expected: [
      "services/shop.yaml:9:11+5 SW378 Tekton cannot give this: the pipeline stagewright-build could replace a task of all stages, whose names begin with stagewright- (rename the service)",
      "services/shop.yaml:10:9+5 SW378 Tekton cannot give this: the pipeline stagewright-image could replace a task of all stages, whose names begin with stagewright- (rename the service)",
      "services/shop.yaml:16:11+3 SW378 Tekton cannot give this: the pipeline stagewright-dev could replace a task of all stages, whose names begin with stagewright- (rename the service)",
      "services/shop.yaml:17:11+4 SW378 Tekton cannot give this: the pipeline stagewright-prod could replace a task of all stages, whose names begin with stagewright- (rename the service)",
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:31:16+10 SW378 Tekton cannot give this: stagewright would be deployed to ci-release, which has the pipelines and secrets of team release (change the environment's namespace or site.tekton.namespace, or rename the service)",
    ],
  },
  {
    name: "what engines and pods of Tekton cannot give",
    platform: [
      ...accepted.filter(([from]) => from !== "buildsAtOnce: 2"),
      ["target: github-actions", "target: tekton"],
      ...forTekton,
      ingress,
      [
        "buildah: { agent: { label: linux-build }",
        `buildah: { image: 'harbor.acme.internal/ci/buildah:1@sha256:${digest}', memory: 1Gi, agent: { kubernetes: { caConfigMap: site-ca, serviceAccount: builds } }`,
      ],
      ["network: online", "path: [/usr/bin]\n  network: online"],
    ],
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on Tekton, an approver starts the waiting run in the cluster; the audit log of the cluster names the approver, the record and the commit do not (keep the audit log of the cluster)",
      "stagewright.yaml:4:70+6 SW379 on Tekton, all services use the programs of 1.4.0, not those of v1.3.2 (set pin: v1.4.0)",
      "stagewright.yaml:7:9+10 SW379 on Tekton, each container has its own PATH, so path has no effect (remove site.path)",
      "stagewright.yaml:24:150+1 SW435 pods of buildah run as privileged (use buildkit with host, which needs only restricted, or use kaniko, which needs only baseline, or use none, which needs only restricted, or run builds on separate nodes in a separate namespace and add a waiver)",
      "stagewright.yaml:24:179+7 SW378 Tekton cannot give this: the pods mount no ConfigMap with certificates (use site.caBundle, whose secret the steps mount)",
      "stagewright.yaml:24:204+6 SW379 on Tekton, all work of a team runs with the generated service account (remove serviceAccount)",
      "stagewright.yaml:24:230+1 SW379 on Tekton, the memory of the nodes and the quota of the namespace limit the builds, not buildsAtOnce (set a ResourceQuota in the namespace, and remove buildsAtOnce)",
    ],
  },
];
