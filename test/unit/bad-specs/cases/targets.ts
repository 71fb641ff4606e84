import { accepted, acceptedService as service } from "../../targets/accepted-spec.ts";
import type { BadSpec } from "../check.ts";

/** What a CI product cannot give, or gives in another way. */
export const targets: readonly BadSpec[] = [
  {
    name: "an unknown CI product",
    platform: [["stagewright: ~0.1", "stagewright: ~0.1\ntarget: github"]],
    expected: ['stagewright.yaml:3:9+6 SW204 "github" is not a CI product; one of github-actions, jenkins'],
  },
  {
    name: "a spec for Jenkins on GitHub Actions",
    platform: [["stagewright: ~0.1", "stagewright: ~0.1\ntarget: github-actions"]],
    expected: [
      "services/shop.yaml:1:1+13 SW378 GitHub Actions cannot give this: a run has no parameters of the service (remove parameters, or use target: jenkins)",
      "services/shop.yaml:8:19+13 SW379 on GitHub Actions, each push starts a run at once, without polling (remove triggers.poll)",
      "services/shop.yaml:20:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "stagewright.yaml:3:9+14 SW379 on GitHub Actions, no workflow rolls an environment back or deploys the release of an earlier run (to roll back, revert the commit of the release in the GitOps repository)",
      "stagewright.yaml:4:83+42 SW378 GitHub Actions cannot give this: the actions are in the pipelines repository (remove library.git)",
      "stagewright.yaml:5:12+93 SW378 GitHub Actions cannot give this: GitHub reads workflows from .github/ at the root of a repository, not from out/ (set directory: '' in pipelines)",
      "stagewright.yaml:7:12+7 SW378 GitHub Actions cannot give this: each run needs GitHub's servers, and this site is offline (use target: jenkins, or network: online)",
      "stagewright.yaml:15:69+18 SW379 on GitHub Actions, GitHub notifies the person who started a run, not the contact of shop (subscribe the team's channel to the workflows of the repository)",
      "stagewright.yaml:22:59+1 SW379 on GitHub Actions, the number of runners with the label limits the builds, not buildsAtOnce (register as many runners with this label)",
    ],
  },
  {
    name: "an approval on GitHub Actions",
    platform: accepted,
    service,
    expected: [
      "services/shop.yaml:17:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "stagewright.yaml:3:9+14 SW379 on GitHub Actions, no workflow rolls an environment back or deploys the release of an earlier run (to roll back, revert the commit of the release in the GitOps repository)",
    ],
  },
  {
    name: "stages that GitHub Actions cannot run",
    platform: [
      ...accepted,
      [
        "    protected: true",
        "    protected: true\n    freeze: [{ schedule: '0 16 * * 5', duration: 64h, timeZone: UTC }]",
      ],
      ["agents: { pullRequests: { label: pr }", "agents: { pullRequests: { label: '!linux' }"],
    ],
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
      'services/shop.yaml:9:5+103 SW378 GitHub Actions cannot give this: a runner has all labels of a list, but "!linux" is another expression (use one label, or labels joined with &&)',
      "services/shop.yaml:9:78+1 SW379 on GitHub Actions, a stage whose runner is lost fails; a user starts it again (remove retries)",
      "services/shop.yaml:14:12+10 SW378 GitHub Actions cannot give this: a release cannot keep the image of an earlier run (remove paths, or use target: jenkins)",
      "services/shop.yaml:17:67+20 SW378 GitHub Actions cannot give this: a stage cannot pass a release on without running (use branches of the service)",
      "services/shop.yaml:18:76+71 SW379 on GitHub Actions, the reviewers of an environment approve, and its rule excludes the person who started the run, not the author; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "services/shop.yaml:18:82+36 SW378 GitHub Actions cannot give this: GitHub asks at most 6 users and teams, not 7 (name a team)",
      "services/shop.yaml:18:127+1 SW378 GitHub Actions cannot give this: one reviewer is enough for GitHub, and 2 must approve (remove count, or use target: jenkins)",
      "stagewright.yaml:3:9+14 SW379 on GitHub Actions, no workflow rolls an environment back or deploys the release of an earlier run (to roll back, revert the commit of the release in the GitOps repository)",
      "stagewright.yaml:33:13+58 SW378 GitHub Actions cannot give this: the workflows do not check when prod is frozen (remove freeze, or use target: jenkins)",
    ],
  },
  {
    name: "repositories that GitHub cannot connect",
    platform: accepted,
    service: [...service, ["git: https://git.acme.internal/shop/shop.git", "git: https://github.com/shop/shop.git"]],
    expected: [
      "services/shop.yaml:2:6+32 SW378 GitHub Actions cannot give this: workflows call each other only on one server, and https://github.com/shop/shop.git is not on git.acme.internal (move the repository to git.acme.internal)",
      "services/shop.yaml:17:76+26 SW379 on GitHub Actions, the reviewers of an environment approve; private repositories need GitHub Enterprise for this, and the commit does not name who approved (set the environment as github-actions/settings.md describes)",
      "stagewright.yaml:3:9+14 SW379 on GitHub Actions, no workflow rolls an environment back or deploys the release of an earlier run (to roll back, revert the commit of the release in the GitOps repository)",
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
      "services/shop.yaml:17:11+4 SW379 on GitHub Actions, each run waits for a reviewer before prod; no one starts it with another release (set the environment as github-actions/settings.md describes)",
      'services/shop.yaml:17:60+4 SW452 shop releases to the protected environment "prod" without an approval: anyone with permission to start the job can release (add approval: { by: [GROUP], notAuthor: true })',
      "stagewright.yaml:3:9+14 SW379 on GitHub Actions, no workflow rolls an environment back or deploys the release of an earlier run (to roll back, revert the commit of the release in the GitOps repository)",
    ],
  },
];
