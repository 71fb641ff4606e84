import { stringify } from "yaml";
import type { CompileInput } from "../../generator/compile.ts";

/** A site with many environments, teams and registries, and one combined service with approved stages for some environments. */
export function largeSpecs({
  environments,
  stages,
}: Readonly<Record<"environments" | "stages", number>>): CompileInput {
  const numbers = Array.from({ length: environments }, (_, index) => index + 1);
  const names = numbers.map((number) => `env-${number}`);
  const git = (path: string) => `https://git.acme.internal/${path}.git`;
  const host = "harbor.acme.internal";
  const named = (name: string, value: (number: number) => object) =>
    Object.fromEntries(numbers.map((number) => [`${name}-${number}`, value(number)]));
  const platform = {
    ...{ apiVersion: "stagewright/v1", stagewright: "*", services: "services/*.yaml" },
    library: { name: "acme-ci", package: "com.acme.ci", version: "1.0.0" },
    pipelines: { git: git("ops/pipelines"), owner: "shop" },
    site: { agent: { label: "linux" }, agents: { delivery: { label: "delivery" }, seed: { label: "seed" } } },
    teams: {
      shop: { approvers: ["ann"] },
      ...named("team", (number) => ({ contact: { mail: `${number}@acme.internal` } })),
    },
    registries: {
      main: { host, credentials: { push: "push" } },
      ...named("registry", (it) => ({ host: `r${it}.acme.internal` })),
    },
    engines: { buildah: {} },
    delivery: { handoff: "argocd", argocd: { one: { server: "https://argocd.acme.internal", environments: names } } },
    environments: named("env", (number) => ({ gitops: { git: git("ops/all"), path: `${number}/{service}` } })),
    locks: { replace: ["topology", "credentials"] },
  };
  const base = { image: `${host}/base/jre:17@sha256:${"1".repeat(64)}`, argument: "BASE" };
  const service = {
    ...{
      service: "shop",
      git: git("shop/shop"),
      credentials: "git-read",
      version: "1.0.{build}",
      topology: "combined",
    },
    branches: [{ branch: "main", through: names[stages - 1] ?? "image" }],
    stages: [
      { id: "build", kind: "source", owner: "shop", tool: "maven", artifacts: ["target/*.jar"] },
      {
        id: "image",
        kind: "image",
        owner: "shop",
        engine: "buildah",
        image: { registry: "main", name: "shop/shop" },
        base,
      },
      ...names.slice(0, stages).map((id) => ({ id, kind: "deploy", owner: "shop", environment: id, approval: {} })),
    ],
  };
  return {
    platform: { path: "stagewright.yaml", text: stringify(platform) },
    services: [{ path: "services/shop.yaml", text: stringify(service) }],
    today: "2026-11-29",
  };
}
