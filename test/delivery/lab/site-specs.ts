import type { ArgoCd } from "./argocd.ts";

/** Which Argo CD serves which environments, what more is said of these, and how many deploy jobs of a service run at once. */
export interface Shape {
  /** Each instance is named after the environment whose Argo CD it is. */
  readonly instances: Readonly<Partial<Record<"dev" | "prod", readonly ("dev" | "prod")[]>>>;
  /** The first number of the services' versions. */
  readonly major: number;
  /** More keys of an environment, as lines of YAML. */
  readonly environments?: Readonly<Partial<Record<"dev" | "prod", string>>>;
  /** The folder of a service's files in dev's repository, where it is another than the standard one. */
  readonly path?: string;
  /** Takes the bound of one run at once from the deploy jobs, as where several Jenkins write to one repository. */
  readonly concurrent?: true;
}

/** Where a site's servers are. */
export interface Addresses {
  readonly git: string;
  readonly registry: string;
  readonly base: string;
}

/** The platform's spec. */
export function platform(
  { git, registry }: Addresses,
  { instances, environments, path }: Shape,
  argocds: Readonly<Record<"dev" | "prod", ArgoCd>>,
): string {
  const lines = (["dev", "prod"] as const).flatMap((name) => {
    const own = instances[name];
    if (own === undefined) return [];
    return [
      `    ${name}: { server: '${argocds[name].url}', namespace: argocd-${name}, environments: [${own.join(", ")}] }`,
    ];
  });
  return `apiVersion: stagewright/v1
stagewright: ~0.1
library: { name: acme-ci, package: com.acme.ci, version: 1.0.0 }
pipelines: { git: '${git}/ci/pipelines.git', directory: out, owner: release }
site: { network: online, agent: { label: linux }, agents: { delivery: { label: delivery }, seed: { label: seed } } }
teams:
  shop: { contact: { mail: shop@acme.internal } }
  release: { contact: { mail: release@acme.internal } }
registries:
  lab: { host: '${registry}', insecure: true, credentials: { pull: lab-registry, push: lab-registry } }
engines:
  buildah: { agent: { label: linux } }
delivery:
  handoff: argocd
  argocd:
${lines.join("\n")}
environments:
  dev:
    gitops: { git: '${git}/ops/dev.git', credentials: gitops-dev${path === undefined ? "" : `, path: '${path}'`} }
    wait: { minutes: 5, token: argocd-dev }
    ${environments?.dev ?? ""}
  prod:
    protected: true
    gitops: { git: '${git}/ops/prod.git', credentials: gitops-prod }
    wait: { minutes: 1, token: argocd-prod }
    ${environments?.prod ?? ""}
locks: { replace: [credentials] }
services: services/*.yaml
`;
}

/** A service's spec. */
export function service({ git, base }: Addresses, name: string, major: number): string {
  return `service: ${name}
git: ${git}/shop/${name}.git
credentials: git-read
version: '${major}.{build}.0'
port: 8080
stages:
  - { id: build, kind: source, owner: shop, tool: command, command: 'mkdir -p dist && cp page dist/page', artifacts: [dist/page] }
  - { id: image, kind: image, owner: shop, engine: buildah, image: { registry: lab, name: shop/${name} },
      base: { image: '${base}', argument: BASE } }
  - { id: dev, kind: deploy, owner: shop, environment: dev }
  - { id: prod, kind: deploy, owner: release, environment: prod }
`;
}
