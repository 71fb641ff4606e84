import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { Model } from "../../../generator/model/model.ts";
import type { ArgoInstance } from "../../../generator/model/platform.ts";
import { render } from "../../../generator/render/index.ts";
import { argocd } from "../../../generator/targets/argocd/index.ts";
import { crdProblems } from "../../support/crds.ts";
import { delivery, environment, gitopsOf, model, service, team } from "../../support/model.ts";
import { planTarget } from "../../support/plan-target.ts";

function filesOf(values: Model): Map<string, string> {
  return new Map(render(planTarget(argocd, values)).map(({ path, content }) => [path, content]));
}

function instance(name: string, environments: string[], values: Partial<ArgoInstance> = {}): ArgoInstance {
  const server = `https://${name}.acme.internal`;
  const own = { namespace: "argocd", highAvailability: false, applications: "each" as const };
  return { name, server, environments, ...own, ...values };
}

function withInstances(...instances: ArgoInstance[]): Model {
  return model({
    delivery: { handoff: "argocd", settings: {}, instances },
    services: [service("shop"), service("web")],
  });
}

const topologies = {
  central: [instance("argocd", ["dev", "prod"])],
  "per environment": [instance("argocd-dev", ["dev"]), instance("argocd-prod", ["prod"])],
  "central, as sets": [instance("argocd", ["dev", "prod"], { applications: "set", namespace: "cd" })],
  "central, as sets of folders": [instance("argocd", ["dev", "prod"], { applications: "git" })],
  "central, as sets of clusters": [instance("argocd", ["dev", "prod"], { applications: "clusters" })],
};

describe.each(Object.entries(topologies))("Argo CD, %s", (_name, instances) => {
  const files = filesOf(withInstances(...instances));
  const manifests = [...files].filter(([path]) => path.startsWith("argocd/") && path.endsWith(".yaml"));

  // Compiling the CRDs takes many seconds on a busy machine.
  it("is valid against the real CRDs", { timeout: 600_000 }, () => {
    const custom = manifests.filter(([, text]) => text.includes("argoproj.io/v1alpha1"));
    expect(custom.length).toBeGreaterThanOrEqual(4);
    for (const [path, text] of custom) expect([path, crdProblems(text)]).toEqual([path, []]);
  });

  it("has unique names in each namespace", () => {
    for (const { name } of instances) {
      const own = manifests.filter(([path]) => path.startsWith(`argocd/${name}/`));
      const names = own.flatMap(([, text]) =>
        parseAllDocuments(text)
          .map((it) => it.toJS())
          .filter((it) => it !== null)
          .map((it) => `${it.kind} ${it.metadata.name}`),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("contains no secrets and keeps an operator's additions", () => {
    for (const [, text] of manifests)
      expect(text).not.toMatch(/^ +(password|bearerToken|sshPrivateKey|config): (?!\$)/m);
  });
});

describe("an Application", () => {
  const files = filesOf(withInstances(...topologies.central));
  const application = parse(files.get("argocd/argocd/applications/prod/shop.yaml") ?? "");

  it("follows the overlay that the handoff commits to", () => {
    expect(application.metadata.name).toBe("shop-prod");
    expect(application.spec.source.path).toBe("apps/shop/overlays/prod");
    expect(files.has(`gitops/prod/${application.spec.source.path}/kustomization.yaml`)).toBe(true);
    expect(application.spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });

  it("names the Helm release, also in a set and with a chart of a chart repository", () => {
    const chart = { path: null, repository: "https://charts.acme.internal", name: "web", version: "1.0.0" };
    const environments = [
      environment("dev", { gitops: gitopsOf("dev", { layout: "helm", chart }) }),
      environment("prod", {
        gitops: gitopsOf("prod", { layout: "helm", chart: { ...chart, path: "charts/{service}" } }),
      }),
    ];
    const each = filesOf(model({ environments }));
    const spec = (path: string) => parse(each.get(path) ?? "").spec;
    expect(spec("argocd/argocd-dev/applications/dev/shop.yaml").sources[1].helm.releaseName).toBe("shop-dev");
    expect(spec("argocd/argocd-prod/applications/prod/shop.yaml").source.helm.releaseName).toBe("shop-prod");
    const instances = delivery.instances.map((it) => ({ ...it, applications: "set" as const }));
    const sets = filesOf(model({ environments, delivery: { ...delivery, instances } }));
    const set = parse(sets.get("argocd/argocd-prod/applications/prod/release.yaml") ?? "").spec;
    expect(set.template.spec.source.helm.releaseName).toBe("{{.name}}");
  });

  it("notifies the stage's owner of a failed release, by mail and chat", () => {
    const teams = [team("shop"), team("platform"), team("release", { mail: null, webhook: "release-chat" })];
    const files = filesOf(model({ teams }));
    const annotations = (path: string) => parse(files.get(path) ?? "").metadata.annotations;
    const key = "notifications.argoproj.io/subscribe.on-degraded";
    expect(annotations("argocd/argocd-dev/applications/dev/shop.yaml")[`${key}.email`]).toBe("shop@acme.internal");
    expect(annotations("argocd/argocd-prod/applications/prod/shop.yaml")).toMatchObject({ [`${key}.release`]: "" });
    const settings = parse(files.get("argocd/argocd-prod/settings/notifications.yaml") ?? "").data;
    expect(parse(settings["service.webhook.release"]).url).toBe("$release-chat");
    expect(parse(settings["template.degraded"]).webhook.release.method).toBe("POST");
  });
});

/** A generator of an ApplicationSet, with the fields that the tests read. */
interface Generator {
  readonly list?: { readonly elements: readonly Readonly<Record<string, string>>[] };
  readonly git?: { readonly directories: readonly object[]; readonly values: Readonly<Record<string, string>> };
  readonly clusters?: { readonly selector: object; readonly values: Readonly<Record<string, string>> };
}

describe("an ApplicationSet", () => {
  it("finds services by folder, or clusters by the environment's label", () => {
    const generatorOf = (topology: keyof typeof topologies): Generator =>
      parse(filesOf(withInstances(...topologies[topology])).get("argocd/argocd/applications/prod/release.yaml") ?? "")
        .spec.generators[0];
    expect(generatorOf("central, as sets of folders").git).toMatchObject({
      repoURL: "https://git.acme.internal/ops/prod.git",
      revision: "main",
      directories: [{ path: "apps/shop/overlays/prod" }],
    });
    const { selector } = generatorOf("central, as sets of clusters").clusters ?? {};
    expect(selector).toEqual({ matchLabels: { "environment-prod": "true" } });
    const files = filesOf(withInstances(...topologies["central, as sets of clusters"]));
    const secrets = parseAllDocuments(files.get("argocd/argocd/settings/clusters.yaml") ?? "").map((it) => it.toJS());
    expect(secrets.map(({ metadata, stringData }) => [metadata.labels, stringData])).toEqual([
      [
        {
          "argocd.argoproj.io/secret-type": "cluster",
          "environment-dev": "true",
          "environment-prod": "true",
        },
        { name: "in-cluster", server: "https://kubernetes.default.svc" },
      ],
    ]);
  });

  const server = "https://kubernetes.default.svc";
  it.each([
    ["central, as sets", (first: Generator) => first.list?.elements[0]],
    ["central, as sets of folders", (first: Generator) => first.git?.values],
    ["central, as sets of clusters", (first: Generator) => ({ ...first.clusters?.values, server })],
  ] as const)("says of each service what the Application would: %s", (topology, valuesOf) => {
    const single = filesOf(withInstances(...topologies.central));
    const sets = filesOf(withInstances(...topologies[topology]));
    const set = parse(sets.get("argocd/argocd/applications/prod/release.yaml") ?? "");
    const element: Readonly<Record<string, string>> | undefined = valuesOf(set.spec.generators[0]);
    const text = JSON.stringify(set.spec.template).replaceAll(
      /\{\{(?:\.values)?\.(\w+)\}\}/g,
      (_all, key) => element?.[key] ?? "",
    );
    const {
      kind: _kind,
      apiVersion: _version,
      metadata,
      spec,
    } = parse(single.get("argocd/argocd/applications/prod/shop.yaml") ?? "");
    const { namespace: _namespace, ...rest } = metadata;
    expect(JSON.parse(text)).toEqual({ metadata: rest, spec });
    expect(set.spec.template.spec.project).toBe("prod.release");
  });
});

describe("an AppProject", () => {
  const window = { schedule: "0 16 * * 5", duration: "64h", timeZone: "Europe/Berlin" };
  const begins = { minutes: [0], hours: [16], days: [], months: [], weekdays: [5] };
  const freeze = [{ ...window, begins, minutes: 64 * 60 }];
  const cluster = "https://prod.k8s.acme.internal:6443";
  const files = filesOf(model({ environments: [environment("dev"), environment("prod", { cluster, freeze })] }));
  const { spec } = parse(files.get("argocd/argocd-prod/projects/prod.release.yaml") ?? "");

  it("allows one repository and only the services' namespaces", () => {
    expect(spec.sourceRepos).toEqual(["https://git.acme.internal/ops/prod.git"]);
    expect(spec.destinations).toEqual([{ server: cluster, namespace: "shop-prod" }]);
    expect(spec.clusterResourceWhitelist).toEqual([{ group: "", kind: "Namespace", name: "shop-prod" }]);
  });

  it("has a role for the pipeline that can read and sync, and freezes for all users", () => {
    const rights = spec.roles[0].policies.map((line: string) => line.split(", ").slice(2));
    expect(rights).toEqual([
      ["applications", "get", "prod.release/*", "allow"],
      ["applications", "sync", "prod.release/*", "allow"],
    ]);
    expect(spec.syncWindows).toEqual([{ kind: "deny", ...window, applications: ["*"], manualSync: false }]);
  });

  it("exists for each team, with its own namespaces, role and repository credential", () => {
    const [build, image, dev, prod] = service("web").stages;
    const stages = [build, image, { ...dev, owner: "platform" }, prod].filter((it) => it !== undefined);
    const two = filesOf(model({ services: [service("shop"), { ...service("web"), stages: stages as never }] }));
    const projects = ["dev.shop", "dev.platform"].map((name) =>
      parse(two.get(`argocd/argocd-dev/projects/${name}.yaml`) ?? ""),
    );
    expect(projects.map((it) => it.spec.destinations.map((at: { namespace: string }) => at.namespace))).toEqual([
      ["shop-dev"],
      ["web-dev"],
    ]);
    expect(projects.flatMap((it) => it.spec.roles[0].policies).map((it: string) => it.split(", ")[4])).toEqual([
      ...["dev.shop/*", "dev.shop/*"],
      ...["dev.platform/*", "dev.platform/*"],
    ]);
    const secrets = parseAllDocuments(two.get("argocd/argocd-dev/settings/repositories.yaml") ?? "");
    expect(secrets.map((it) => it.toJS()?.stringData.project)).toEqual(["dev.shop", "dev.platform"]);
    expect(parse(two.get("argocd/argocd-dev/applications/dev/web.yaml") ?? "").spec.project).toBe("dev.platform");
  });

  it("registers another cluster only for the environment's project", () => {
    const [secret] = parseAllDocuments(files.get("argocd/argocd-prod/settings/clusters.yaml") ?? "");
    expect(secret?.toJS().stringData).toEqual({ name: "prod", server: cluster, project: "prod.release" });
    expect(files.has("argocd/argocd-dev/settings/clusters.yaml")).toBe(false);
  });
});

describe("the instance's permissions", () => {
  it("let a team see applications for which it owns a stage, if its group is set", () => {
    const teams = [team("shop", { group: "acme:shop" }), team("platform"), team("release"), team("other")];
    const files = filesOf(model({ teams }));
    const policy: string = parse(files.get("argocd/argocd-dev/settings/rbac.yaml") ?? "").data[
      "policy.stagewright-argocd-dev.csv"
    ];
    expect(policy.split("\n")).toEqual([
      "p, role:team-shop, applications, get, dev.shop/shop-dev, allow",
      "p, role:team-shop, logs, get, dev.shop/shop-dev, allow",
      "g, acme:shop, role:team-shop",
      "p, role:team-platform, applications, get, dev.shop/shop-dev, allow",
      "p, role:team-platform, logs, get, dev.shop/shop-dev, allow",
      "p, role:team-release, applications, get, dev.shop/shop-dev, allow",
      "p, role:team-release, logs, get, dev.shop/shop-dev, allow",
      "",
    ]);
  });

  it("never give a team one of Argo CD's own roles", () => {
    const teams = ["admin", "readonly"].map((name) => team(name, { group: `acme:${name}` }));
    const [build, ...rest] = service("shop").stages;
    const stages = [{ ...build, owner: "admin" }, ...rest].map((it) => ({ ...it, owner: "admin" }));
    const files = filesOf(model({ teams, services: [{ ...service("shop"), stages: stages as never }] }));
    const policy: string = parse(files.get("argocd/argocd-dev/settings/rbac.yaml") ?? "").data[
      "policy.stagewright-argocd-dev.csv"
    ];
    expect(policy).toContain("g, acme:admin, role:team-admin");
    expect(policy).not.toMatch(/role:(admin|readonly)\b/);
  });

  it("come with a page that lists what cannot be deployed while the instance is down", () => {
    const page = filesOf(withInstances(...topologies.central)).get("argocd/argocd/settings/README.md");
    expect(page).toContain("| `dev` | no | shop, web |");
    expect(page).toContain("| `prod` | yes | shop, web |");
  });
});

describe("an overlay", () => {
  it("is at the path of the environment's pattern", () => {
    const gitops = gitopsOf("dev", { path: "{environment}/{service}" });
    const files = filesOf(model({ environments: [environment("dev", { gitops }), environment("prod")] }));
    expect(files.has("gitops/dev/dev/shop/kustomization.yaml")).toBe(true);
  });
});
