import type { Tree } from "../../support/schema-keys.ts";
import { digest } from "../bad-specs/good.ts";

/** Specs to which every key can be added. `settings.ts` adds the keys that a key requires. */
export function baseSpecs(): { platform: Tree; service: Tree } {
  return structuredClone({ platform, service });
}

const gitops = (name: string) => ({ git: `https://git.acme.internal/ops/${name}.git`, credentials: `gitops-${name}` });

const platform = {
  apiVersion: "stagewright/v1",
  stagewright: "*",
  library: { name: "acme-ci", package: "com.acme.ci", version: "1.4.0" },
  pipelines: { git: "https://git.acme.internal/ci/pipelines.git", credentials: "git-read", owner: "platform" },
  site: {
    agent: { label: "linux" },
    agents: { delivery: { label: "delivery" }, seed: { label: "seed" } },
    tools: { jdks: { "17": "/usr/lib/jvm/java-17", "21": "/usr/lib/jvm/java-21" } },
  },
  teams: {
    shop: { reviewers: ["@acme/shop"] },
    platform: { reviewers: ["@acme/platform"] },
    stores: {},
    sales: {},
  },
  registries: {
    harbor: { host: "harbor.acme.internal", credentials: { pull: "harbor-pull", push: "harbor-push" } },
    other: { host: "other.acme.internal" },
  },
  engines: {
    docker: { agent: { label: "docker" } },
    buildah: { agent: { label: "linux-build" } },
  },
  delivery: {
    handoff: "argocd",
    argocd: {
      main: { server: "https://argocd.acme.internal", environments: ["dev"] },
      prod: { server: "https://argocd-prod.acme.internal", environments: ["prod", "test"] },
    },
  },
  environments: {
    dev: { namespace: "{service}-dev", gitops: gitops("dev") },
    test: { namespace: "{service}-test", gitops: gitops("test") },
    prod: { gitops: gitops("prod"), protected: true },
  },
  locks: {
    replace: [
      "credentials",
      "stages.agent",
      "stages.previousOwners",
      "image.secrets",
      "source.secrets",
      "custom.secrets",
      "image.image.registry",
    ],
  },
  services: "services/*.yaml",
};

const service = {
  service: "shop",
  git: "https://git.acme.internal/shop/shop.git",
  stages: [
    { id: "build", kind: "source", owner: "shop", tool: "maven", artifacts: ["target/*.jar"] },
    {
      ...{ id: "image", kind: "image", owner: "platform", engine: "buildah" },
      image: { registry: "harbor", name: "shop/shop" },
      base: { image: `harbor.acme.internal/base/jre:17@sha256:${digest}`, argument: "BASE" },
    },
    { id: "dev", kind: "deploy", owner: "shop", environment: "dev" },
    { id: "prod", kind: "deploy", owner: "platform", environment: "prod" },
  ],
};
