import type { Model } from "../../generator/model/model.ts";
import type {
  Delivery,
  Engine,
  Environment,
  GitOps,
  Library,
  Pipelines,
  Registry,
  Site,
  Strategy,
  Team,
} from "../../generator/model/platform.ts";
import type { DeployStage, ImageStage, Service, SourceStage, Stage, StageBase } from "../../generator/model/service.ts";

/** An object type with optional properties. */
type Partly<T> = { readonly [K in keyof T]?: T[K] };

const agent = { label: "linux" };
const reach = { branches: ["main"], tags: ["v*"], pullRequests: false };

export const library: Library = {
  name: "acme-ci",
  package: "com.acme.ci",
  version: "1.4.0",
  pin: "v1.3.2",
  git: null,
  releasesFolder: "releases",
  releases: [],
  scope: "global",
  deprecated: {},
  own: null,
  ownPart: null,
  otherSteps: [],
};

export const pipelines: Pipelines = {
  git: "https://git.acme.internal/ci/pipelines.git",
  branch: "main",
  credentials: "git-read",
  directory: "out",
  owner: null,
  codeowners: { dialect: "github", approvals: null },
};

export const site: Site = {
  network: "offline",
  authorization: "none",
  hosts: ["harbor.acme.internal", "git.acme.internal", "nexus.acme.internal"],
  agent,
  agents: {
    ...{ builds: agent, pullRequests: null, images: agent },
    ...{ delivery: { label: "delivery" }, seed: { label: "seed" } },
  },
  pods: null,
  podCaches: [],
  path: [],
  pools: [],
  tools: {
    source: { maven: { settings: "maven-settings" }, npm: { registry: "https://nexus.acme.internal/npm/" } },
    syft: null,
    cosign: null,
    trivy: null,
    jdks: { "17": "/usr/lib/jvm/java-17" },
  },
  caBundle: null,
  proxy: null,
  git: { host: null, credentials: null },
  pullRequests: { credentials: [], forks: false },
  statuses: null,
  tekton: null,
  jenkinsX: { namespace: "jx" },
  podSecurity: "privileged",
  keep: { builds: 50, days: 90 },
};

/** A team in a folder with the same name. */
export function team(name: string, values: Partly<Team> = {}): Team {
  const mail = `${name}@acme.internal`;
  return {
    name,
    folder: name,
    previousFolders: [],
    reviewers: [`@acme/${name}`],
    approvers: [],
    chatFormat: "slack",
    notifications: ["failure", "unstable", "aborted", "recovery"],
    group: null,
    mail,
    webhook: null,
    pipelines: null,
    ...values,
  };
}

export const harbor: Registry = {
  name: "harbor",
  host: "harbor.acme.internal",
  insecure: false,
  pull: "harbor-pull",
  push: "harbor-push",
  githubOidc: null,
  mirror: null,
};

/** An engine with its own agents. */
export function engine(name: string, values: Partly<Engine> = {}): Engine {
  return { name, agent: { label: "linux-build", pods: null }, buildsAtOnce: null, settings: {}, ...values };
}

/** The GitOps repository of an environment. */
export function gitopsOf(name: string, values: Partly<GitOps> = {}): GitOps {
  const git = `https://git.acme.internal/ops/${name}.git`;
  const path = "apps/{service}/overlays/{environment}";
  const rest = { layout: "kustomize", chart: null, knownHosts: [], signing: null, pullRequest: null } as const;
  return { git, branch: "main", credentials: `gitops-${name}`, path, ...rest, ...values };
}

/** The keys of an environment without a strategy. */
export const rolling: Strategy = {
  ...{ kind: "rolling", deadline: 600, replicas: null, surge: null },
  ...{ unavailable: null, promotion: "manual", steps: [] },
};

/** An environment with its own GitOps repository. */
export function environment(name: string, values: Partly<Environment> = {}): Environment {
  const cluster = "https://kubernetes.default.svc";
  const namespace = "{service}-{environment}";
  const gitops = gitopsOf(name);
  const sync = { automatic: true, selfHeal: true, pipeline: false };
  return {
    ...{ name, namespace, cluster, strategy: rolling, freeze: [], protected: false, unstable: "accept", requires: [] },
    ...{ handoff: "argocd", gitops, sync, wait: null, settings: {}, ...values },
  };
}

export const delivery: Delivery = {
  handoff: "argocd",
  settings: {},
  instances: [
    {
      name: "argocd-dev",
      server: "https://argocd-dev.acme.internal",
      environments: ["dev"],
      namespace: "argocd",
      highAvailability: false,
      applications: "each",
    },
    {
      name: "argocd-prod",
      server: "https://argocd-prod.acme.internal",
      environments: ["prod"],
      namespace: "argocd",
      highAvailability: false,
      applications: "each",
    },
  ],
};

/** A source stage of Maven; as any builder here, with values to set instead. */
export function sourceStage(values: Partly<SourceStage> = {}): SourceStage {
  return {
    ...base("build", "shop"),
    kind: "source",
    reach: { branches: ["*"], tags: ["v*"], pullRequests: true },
    tool: "maven",
    jdk: "17",
    toolImage: null,
    command: null,
    arguments: [],
    directory: ".",
    environment: {},
    artifacts: ["target/*.jar"],
    tests: ["target/surefire-reports/*.xml"],
    coverage: null,
    issues: null,
    cache: null,
    also: [],
    secrets: [],
    sonar: null,
    services: [],
    ...values,
  };
}

/** An image stage of buildah that copies the source stage's artifacts. */
export function imageStage(values: Partly<ImageStage> = {}): ImageStage {
  return {
    ...base("image", "platform"),
    kind: "image",
    needs: ["build"],
    agent: { label: "linux-build", pod: null },
    engine: "buildah",
    registry: "harbor",
    image: "shop/shop",
    command: null,
    digestFrom: null,
    dockerfile: "Dockerfile",
    context: ".",
    paths: [],
    target: null,
    buildArguments: {},
    labels: {},
    tags: ["{version}"],
    movingTags: [],
    base: { image: `harbor.acme.internal/base/jre:17@sha256:${"1".repeat(64)}`, argument: "BASE", registry: "harbor" },
    secrets: {},
    cache: null,
    artifactsFrom: "build",
    platforms: [],
    sbom: false,
    sign: false,
    provenance: false,
    scan: null,
    ...values,
  };
}

/** A deploy stage by Argo CD. */
export function deployStage(values: Partly<DeployStage> = {}): DeployStage {
  return {
    ...base("dev", "shop"),
    kind: "deploy",
    agent: { ...site.agents.delivery, pod: null },
    needs: ["image"],
    environment: "dev",
    ...values,
  };
}

/** A service: build (shop) → image (platform) → dev (shop) → prod (release); prod is reached by nothing automatically. */
export function service(name: string, values: Partly<Service> = {}): Service {
  const combined: Partly<StageBase> = values.topology === "combined" ? { firstOfJob: "build" } : {};
  const stages: Stage[] = [
    sourceStage({ ...combined, downstream: ["image"] }),
    imageStage({ ...combined, downstream: ["dev"], image: `shop/${name}` }),
    deployStage({ ...combined, downstream: ["prod"] }),
    deployStage({
      firstOfJob: "prod",
      ...combined,
      id: "prod",
      owner: "release",
      needs: ["dev"],
      environment: "prod",
      reach: { branches: [], tags: ["v*"], pullRequests: false },
    }),
  ];
  return {
    name,
    previousNames: [],
    specFile: `services/${name}.yaml`,
    git: `https://git.acme.internal/shop/${name}.git`,
    credentials: "git-read",
    branch: "main",
    port: null,
    job: "plain",
    topology: "per-stage",
    jobsIn: { "per-stage": 4, "per-team": 4, combined: 1 },
    pin: library.pin,
    version: "{build}-{commit}",
    versions: [],
    versionFile: null,
    jenkinsfile: "Jenkinsfile",
    checkout: { submodules: false, lfs: false, depth: null, clean: true, sparse: [] },
    triggers: { poll: "H/5 * * * *", cron: null, webhook: false, comment: null, label: null },
    parameters: [],
    stages,
    ...values,
  };
}

/** A complete model of one service, three teams, two environments. */
export function model(values: Partly<Model> = {}): Model {
  return {
    library,
    pipelines,
    site,
    teams: [team("shop"), team("platform"), team("release", { approvers: ["release-managers"], mail: null })],
    registries: [harbor],
    engines: [engine("docker", { agent: { label: "docker", pods: null } }), engine("buildah", { buildsAtOnce: 2 })],
    delivery,
    environments: [environment("dev"), environment("prod", { protected: true, namespace: "{service}" })],
    services: [service("shop")],
    policy: { severity: {}, waivers: [] },
    products: [],
    target: "jenkins",
    specFile: "stagewright.yaml",
    origins: new Map(),
    ...values,
  };
}

function base(id: string, owner: string): StageBase {
  return {
    id,
    owner,
    previousIds: [],
    previousOwners: [],
    firstOfJob: id,
    needs: [],
    downstream: [],
    parallel: null,
    approval: null,
    when: null,
    wait: false,
    reach,
    agent: { ...agent, pod: null },
    timeout: 30,
    waitTimeout: 1440,
    retries: 0,
    unstable: "stop",
    before: [],
    after: [],
  };
}
