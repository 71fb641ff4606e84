/** Makes the valid spec one that GitHub Actions accepts; cases replace further texts. */
export const accepted = [
  ["stagewright: ~0.1", "stagewright: ~0.1\ntarget: github-actions"],
  [", git: 'https://git.acme.internal/ci/library.git' }", " }"],
  ["owner: platform }", "owner: platform, directory: '' }"],
  ["network: offline", "network: online"],
  ["  hosts: [harbor.acme.internal, git.acme.internal, nexus.acme.internal]\n", ""],
  [", contact: { mail: shop@acme.internal }", ""],
  ["buildsAtOnce: 2", "memory: 1Gi"],
] as const;
/** What Tekton needs in addition. */
export const forTekton = [
  [
    "network: online",
    `network: online\n  git: { host: gitlab }\n  tekton: { image: 'harbor.acme.internal/ci/steps:1@sha256:${"0".repeat(64)}' }`,
  ],
  ["reviewers: ['@acme/shop']", "approvers: [shop-leads], reviewers: ['@acme/shop']"],
] as const;
/** The namespace of the Ingress controller: Jenkins X has no use for it. */
export const ingress = ["tekton: { image", "tekton: { ingressNamespace: ingress-nginx, image"] as const;
/** The same for the spec of the service. */
export const acceptedService = [
  ["triggers: { poll: 'H/5 * * * *' }\nparameters:\n  - { name: PROFILE, kind: choice, choices: [ci, full] }\n", ""],
] as const;
