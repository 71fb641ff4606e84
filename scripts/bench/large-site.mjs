import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The number of services of one application team. */
const servicesOfTeam = 50;

const digest = "sha256:545ea538461003efdc8c81c244531b003f6f26cfccf6c0073b3239fdedf49446";

/** Writes the specs of a site: services with four stages and three owners. Returns the path of the platform spec. */
export function writeLargeSite(folder, services) {
  mkdirSync(join(folder, "services"), { recursive: true });
  const spec = join(folder, "stagewright.yaml");
  writeFileSync(spec, platformSpec(Math.ceil(services / servicesOfTeam)));
  for (let index = 0; index < services; index += 1) writeFileSync(servicePath(folder, index), serviceSpec(index));
  return spec;
}

/** The path of a service's spec. */
export function servicePath(folder, index) {
  return join(folder, `services/${serviceName(index)}.yaml`);
}

/** The spec of a service; another `variant` is another spec. */
export function serviceSpec(index, variant = 0) {
  const name = serviceName(index);
  const team = teamName(Math.floor(index / servicesOfTeam));
  return `service: ${name}
git: https://git.acme.internal/${team}/${name}.git
credentials: ${team}-git
version: 1.${variant}.{build}-{commit}
branches:
  - { branch: main, through: dev }
stages:
  - { id: build, kind: source, owner: ${team}, tool: npm, artifacts: [dist/*.tgz], tests: [reports/junit.xml] }
  - { id: image, kind: image, owner: platform, engine: buildah,
      image: { registry: harbor, name: ${team}/${name} },
      base: { image: 'harbor.acme.internal/base/node:20@${digest}', argument: BASE } }
  - { id: dev, kind: deploy, owner: ${team}, environment: dev }
  - { id: prod, kind: deploy, owner: release, environment: prod, approval: { by: [release-managers], notAuthor: true } }
`;
}

function serviceName(index) {
  return `service-${String(index).padStart(5, "0")}`;
}

function teamName(index) {
  return `team-${String(index).padStart(3, "0")}`;
}

function platformSpec(teams) {
  const names = [...Array.from({ length: teams }, (_, index) => teamName(index)), "platform", "release"];
  const lines = names.map(
    (name) => `  ${name}: { folder: ${name}, reviewers: ['@acme/${name}'], contact: { mail: ${name}@acme.internal } }`,
  );
  return `apiVersion: stagewright/v1
stagewright: ~0.1
library: { name: acme-ci, package: com.acme.ci, version: 1.0.0, git: 'https://git.acme.internal/ci/library.git' }
pipelines: { git: 'https://git.acme.internal/ci/pipelines.git', credentials: pipelines-read, owner: platform }
site:
  agent: { label: linux }
  agents: { delivery: { label: delivery }, seed: { label: seed } }
  tools: { npm: { registry: 'https://nexus.acme.internal/npm/' } }
  keep: { builds: 50, days: 90 }
teams:
${lines.join("\n")}
registries:
  harbor: { host: harbor.acme.internal, credentials: { pull: harbor-pull, push: harbor-push } }
engines:
  buildah: { agent: { label: linux-build } }
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
    namespace: '{service}'
    protected: true
    gitops: { git: 'https://git.acme.internal/ops/prod.git', credentials: gitops-prod }
locks: { replace: [credentials] }
services: services/*.yaml
`;
}
