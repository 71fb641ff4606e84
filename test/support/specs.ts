/** A minimal platform, with two teams and one service, for which every kind of file is generated. */
export const smallSpecs: Readonly<Record<string, string>> = {
  "stagewright.yaml": `apiVersion: stagewright/v1
stagewright: ~0.1
library: { name: acme-ci, package: com.acme.ci, version: 1.0.0, pin: v1.0.0, git: 'https://git.acme.internal/ci/library.git' }
pipelines: { git: 'https://git.acme.internal/ops/pipelines.git', owner: platform }
site: { network: online, agent: { label: linux }, agents: { pullRequests: { label: pr }, delivery: { label: delivery }, seed: { label: seed } } }
teams:
  shop: { folder: shop, reviewers: ['@acme/shop'] }
  platform: { folder: platform, reviewers: ['@acme/platform'] }
registries:
  harbor: { host: harbor.acme.internal, credentials: { pull: harbor-pull, push: harbor-push } }
engines:
  docker: { agent: { label: docker } }
delivery:
  handoff: argocd
  argocd: { argocd-dev: { server: 'https://argocd.acme.internal', environments: [dev] } }
environments:
  dev: { namespace: '{service}-dev', gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev } }
services: services/*.yaml
`,
  "services/shop.yaml": `service: shop
git: https://git.acme.internal/shop/shop.git
stages:
  - { id: build, kind: source, owner: shop, tool: maven, artifacts: [target/*.jar] }
  - { id: image, kind: image, owner: platform, engine: docker, image: { registry: harbor, name: shop/shop } }
  - { id: dev, kind: deploy, owner: shop, environment: dev }
`,
};
