import { describe, expect, it } from "vitest";
import type { Model } from "../../../generator/model/model.ts";
import type { Service } from "../../../generator/model/service.ts";
import { type Change, frontEnd, inputOf } from "../bad-specs/check.ts";

function modelOf(change: { platform?: Change; service?: Change } = {}): Model {
  const { model, diagnostics } = frontEnd(inputOf(change));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (model === null) throw new Error("no model");
  return model;
}

function serviceOf(change: { platform?: Change; service?: Change } = {}): Service {
  const [service] = modelOf(change).services;
  if (service === undefined) throw new Error("no service");
  return service;
}

function reachOf(service: Service): Record<string, string> {
  return Object.fromEntries(
    service.stages.map(({ id, reach }) => [
      id,
      [...reach.branches, ...reach.tags.map((tag) => `tag ${tag}`), ...(reach.pullRequests ? ["PR"] : [])].join(", "),
    ]),
  );
}

const ownRules = "branches:\n  - { branch: main, through: dev }\n  - { branch: 'hotfix/*', through: build }\n";

/** A site that accepts production's credentials in the folder of the source's team. */
const allowed = "policy: { severity: { SW470: note } }";

describe("the model", () => {
  it("has one job for each stage", () => {
    const firsts = serviceOf().stages.map(({ firstOfJob }) => firstOfJob);
    expect(firsts).toEqual(["build", "image", "dev", "prod"]);
  });

  it("has one job for a combined service", () => {
    const { stages } = serviceOf({
      platform: [["services: services", `topology: combined\n${allowed}\nservices: services`]],
    });
    expect(new Set(stages.map(({ firstOfJob }) => firstOfJob))).toEqual(new Set(["build"]));
  });

  it("uses the stage without needs as the first, wherever it is in the list", () => {
    const late = "stages:\n  - { id: late, kind: custom, owner: platform, command: make, needs: [dev] }\n";
    const { stages } = serviceOf({
      platform: [
        ["locks: { replace: [credentials] }", "locks: { except: { shop: [credentials] } }"],
        ["services: services", `topology: combined\n${allowed}\nservices: services`],
      ],
      service: [["stages:\n", late]],
    });
    expect(stages.map(({ id, firstOfJob }) => `${id} ${firstOfJob}`)[0]).toBe("build build");
  });

  it("checks out the folders that build tools read, so keys can name files in them", () => {
    const { checkout } = serviceOf({
      service: [
        ["service: shop\n", "service: shop\ncheckout: { sparse: [shop] }\n"],
        ["version: '1.2.{build}'", "version: '{project}.{build}'\nversionFile: gradle/pom.xml"],
        ["artifacts: [target/*.jar] }", "artifacts: [target/*.jar], also: [{ tool: gradle, directory: shop }] }"],
      ],
    });
    expect(checkout.sparse).toEqual(["shop", ".mvn", "gradle", "buildSrc"]);
    expect(serviceOf().checkout.sparse).toEqual([]);
  });

  it("chains stages in the list's order", () => {
    expect(serviceOf().stages.map(({ id, needs, downstream }) => [id, needs, downstream])).toEqual([
      ["build", [], ["image"]],
      ["image", ["build"], ["dev"]],
      ["dev", ["image"], ["prod"]],
      ["prod", ["dev"], []],
    ]);
  });

  it("orders stages by what they need", () => {
    const { stages } = serviceOf({
      service: [
        ["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [prod]"],
        ["owner: release, environment: prod", "owner: release, environment: prod, needs: [image]"],
      ],
    });
    expect(stages.map(({ id }) => id)).toEqual(["build", "image", "prod", "dev"]);
  });

  it("finds the stage of the artifacts and the registry of the base image", () => {
    const image = serviceOf().stages.find(({ kind }) => kind === "image");
    expect(image).toMatchObject({
      artifactsFrom: "build",
      base: { registry: "harbor" },
      agent: { label: "linux-build" },
    });
  });

  it("is frozen to its leaves", () => {
    const model = modelOf();
    expect(Object.isFrozen(model.services[0]?.stages[0]?.reach.branches)).toBe(true);
    expect(Object.isFrozen(model.site.tools)).toBe(true);
  });
});

describe("reach", () => {
  it("without rules: main up to the first open deployment, other branches only the source stage", () => {
    expect(reachOf(serviceOf({ service: [[ownRules, ""]] }))).toEqual({
      build: "**, PR",
      image: "main",
      dev: "main",
      prod: "",
    });
  });

  it("by rules: a stage runs for branches whose rule ends at it or later", () => {
    const rules =
      "branches:\n  - { branch: main, through: dev }\n  - { branch: 'release/*', through: image }\n  - { tag: 'v*', through: dev }\n";
    expect(reachOf(serviceOf({ service: [[ownRules, rules]] }))).toEqual({
      build: "**, tag v*, PR",
      image: "main, release/*, tag v*",
      dev: "main, tag v*",
      prod: "",
    });
  });

  it("never starts a protected deployment, nor the stages after it", () => {
    const through = ["branch: main, through: dev", "tag: 'v*', through: prod"] as const;
    const change = { service: [through, [", approval: { by: [release-managers] }", ""] as const] };
    expect(reachOf(serviceOf(change))).toEqual({
      build: "**, tag v*, PR",
      image: "main, tag v*",
      dev: "main, tag v*",
      prod: "",
    });
  });
});

describe("origins", () => {
  it("contain the line that sets the value", () => {
    const { origins } = modelOf();
    expect(origins.get("services/shop/stages/image/engine")).toEqual({
      kind: "spec",
      key: "stages.image.engine",
      at: { file: "services/shop.yaml", line: 16, column: 13 },
      length: "buildah".length,
    });
    expect(origins.get("teams/shop/mail")).toMatchObject({ kind: "spec", key: "teams.shop.contact.mail" });
    expect(origins.get("site/tools/source/maven/settings")).toMatchObject({ key: "site.tools.maven.settings" });
  });

  it("mark defaults", () => {
    const { origins } = modelOf();
    expect(origins.get("services/shop/stages/image/dockerfile")).toEqual({
      kind: "default",
      key: "stages.image.dockerfile",
    });
    expect(origins.get("teams/platform/folder")).toEqual({ kind: "default", key: "teams.platform.folder" });
  });

  it("exist for every value that a spec can set", () => {
    const model = modelOf();
    // Values that are derived from other values: neighbours, jobs, the handoff of all deployments.
    const derived =
      /\/(name|firstOfJob|needs|downstream|kind|handoff|registry|specFile)$|\/(reach|needs|downstream)\/|\/reach$/;
    const missing: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value === "object" && value !== null && !model.origins.has(path)) {
        const entries = Array.isArray(value)
          ? value.map((item, index) => [nameOf(item) ?? index, item] as const)
          : Object.entries(value);
        for (const [key, item] of entries) visit(item, path === "" ? String(key) : `${path}/${key}`);
      } else if (!model.origins.has(path) && !derived.test(path)) missing.push(path);
    };
    const { origins: _, specFile: __, ...values } = model;
    visit(values, "");
    expect(missing).toEqual([]);
  });
});

function nameOf(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null) return undefined;
  const { id, name } = item as { id?: string; name?: string };
  return id ?? name;
}
