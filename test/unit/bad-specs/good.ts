/** Sixty-four zeros stand for a digest. */
export const digest = "0".repeat(64);

/** The form of a public key. */
export const publicKey = `-----BEGIN PUBLIC KEY-----\n${"A".repeat(64)}\n${"A".repeat(60)}\n-----END PUBLIC KEY-----\n`;

/** A platform spec without fault; cases replace parts of its text. */
export const platform = `apiVersion: stagewright/v1
stagewright: ~0.1
library: { name: acme-ci, package: com.acme.ci, version: 1.4.0, pin: v1.3.2, git: 'https://git.acme.internal/ci/library.git' }
pipelines: { git: 'https://git.acme.internal/ci/pipelines.git', credentials: git-read, owner: platform }
site:
  network: offline
  hosts: [harbor.acme.internal, git.acme.internal, nexus.acme.internal]
  agent: { label: linux }
  agents: { pullRequests: { label: pr }, delivery: { label: delivery }, seed: { label: seed } }
  tools:
    maven: { settings: maven-settings }
    jdks: { '17': /usr/lib/jvm/java-17 }
teams:
  shop: { folder: shop, reviewers: ['@acme/shop'], contact: { mail: shop@acme.internal } }
  platform: { reviewers: ['@acme/platform'] }
  release: { reviewers: ['@acme/release'], approvers: [release-managers] }
registries:
  harbor: { host: harbor.acme.internal, credentials: { pull: harbor-pull, push: harbor-push } }
engines:
  docker: { agent: { label: docker } }
  buildah: { agent: { label: linux-build }, buildsAtOnce: 2 }
delivery:
  handoff: argocd
  argocd:
    argocd-dev: { server: 'https://argocd-dev.acme.internal', environments: [dev] }
    argocd-prod: { server: 'https://argocd-prod.acme.internal', environments: [prod] }
environments:
  dev:
    namespace: '{service}-dev'
    gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev }
  prod:
    protected: true
    gitops: { git: 'https://git.acme.internal/ops/prod.git', credentials: gitops-prod }
services: services/*.yaml
locks: { replace: [credentials] }
`;

/** A service spec without fault. */
export const service = `service: shop
git: https://git.acme.internal/shop/shop.git
credentials: git-read
version: '1.2.{build}'
branches:
  - { branch: main, through: dev }
  - { branch: 'hotfix/*', through: build }
triggers: { poll: 'H/5 * * * *' }
parameters:
  - { name: PROFILE, kind: choice, choices: [ci, full] }
stages:
  - { id: build, kind: source, owner: shop, tool: maven, jdk: '17', artifacts: [target/*.jar] }
  - id: image
    kind: image
    owner: platform
    engine: buildah
    image: { registry: harbor, name: shop/shop }
    base: { image: 'harbor.acme.internal/base/jre:17@sha256:${digest}', argument: BASE }
  - { id: dev, kind: deploy, owner: shop, environment: dev }
  - { id: prod, kind: deploy, owner: release, environment: prod, approval: { by: [release-managers] } }
`;
