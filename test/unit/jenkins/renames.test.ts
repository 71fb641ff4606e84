import { describe, expect, it } from "vitest";
import type { Model } from "../../../generator/model/model.ts";
import { model } from "../../support/model.ts";
import { type Change, frontEnd, inputOf } from "../bad-specs/check.ts";
import { fileOf, filesOf } from "./files.ts";

const folders: Change = [["shop: { folder: shop,", "shop: { folder: shop, previousFolders: [web.shop],"]];
const names: Change = [["service: shop\n", "service: shop\npreviousNames: [cart, store]\n"]];

/** The model of the valid specs with changes; throws if the changed specs are not valid. */
function modelOf(service: Change, platform: Change = []): Model {
  const found = frontEnd(inputOf({ service, platform }));
  if (found.model === null) throw new Error(JSON.stringify(found.diagnostics));
  return found.model;
}

/** The pattern of former names that Job DSL uses, for each job. */
function lookedFor(from: Model): Record<string, string> {
  const texts = [...filesOf(from)].flatMap(([path, text]) => (path.startsWith("jenkins/jobs/") ? [text] : []));
  const whole = texts.join("\n").replaceAll(/' \+\s+'/g, "");
  return Object.fromEntries(
    [...whole.matchAll(/pipelineJob\('(.*)'\) \{\n {4}previousNames\('(.*)'\)/g)].map(([, job, was]) => [job, was]),
  );
}

describe("a renamed service", () => {
  const renamed = modelOf(names, folders);
  const multibranch = modelOf(
    [
      ["service: shop\n", "service: shop\npreviousNames: [cart, store]\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["parameters:\n  - { name: PROFILE, kind: choice, choices: [ci, full] }\n", ""],
    ],
    folders,
  );

  it("moves its jobs from every former path", () => {
    const places = ["web\\\\.shop/cart-dev", "shop/cart-dev", "web\\\\.shop/store-dev", "shop/store-dev"];
    expect(lookedFor(renamed)["shop/shop-dev"]).toBe(`${places.join("|")}|web\\\\.shop/shop-dev`);
    expect(lookedFor(modelOf([]))).toEqual({});
  });

  it("keeps the ID of its branch source, and explains that a multibranch job must be renamed by hand", () => {
    const text = fileOf(multibranch, "jenkins/jobs/shop/shop.groovy");
    expect(text).toContain("id('stagewright-cart')");
    expect(text).toMatch(
      /\n\/\/ Previous path: \/web\.shop\/cart-build, .*by hand.*\nmultibranchPipelineJob\('shop\/shop-build'\) \{\n {4}desc/,
    );
  });

  it("passes former names to its stages", () => {
    const text = fileOf(renamed, "jenkinsfiles/platform/shop/image.Jenkinsfile");
    expect(text).toMatch(/cart: 'shop'[\s\S]*'\/shop\/store-build': '\/shop\/shop-build'/);
    expect(text).not.toContain("store-dev");
    expect(fileOf(model(), "jenkinsfiles/platform/shop/image.Jenkinsfile")).not.toContain("renamed");
  });

  it("appears in PIPELINES.md with its former path and who renames it", () => {
    const page = fileOf(multibranch, "PIPELINES.md");
    expect(page).toMatch(
      /\| `\/shop\/shop-build` \| `\/web\.shop\/cart-build`, .* \| an administrator, before the next seed run \|/,
    );
    expect(page).toMatch(/\| `\/shop\/shop-dev` \| .*`\/shop\/store-dev`.* \| the seed job \|/);
    expect(fileOf(model(), "PIPELINES.md")).not.toContain("Renamed");
  });
});

describe("a stage with a new ID and a new owner", () => {
  const opened: Change = [
    ["replace: [credentials]", "replace: [credentials, stages.previousOwners, topology]"],
    ["services: services", "policy: { severity: { SW470: note } }\nservices: services"],
  ];
  const changed = (topology: string): Change => [
    ["credentials: git-read\n", `credentials: git-read\ntopology: ${topology}\n`],
    ["id: build,", "id: build, previousIds: [make],"],
    ["owner: platform\n", "owner: platform\n    previousIds: [container]\n    previousOwners: [release]\n"],
    ["id: dev,", "id: dev, previousOwners: [platform],"],
  ];

  it.each([
    [
      "per-stage",
      {
        "shop/shop-build": "shop/shop-make",
        "platform/shop-image": "release/shop-container|platform/shop-container|release/shop-image",
        "shop/shop-dev": "platform/shop-dev",
      },
    ],
    [
      "per-team",
      {
        "shop/shop-build": "shop/shop-make",
        "platform/shop-image": "release/shop-container|platform/shop-container|release/shop-image",
        "shop/shop-dev": "platform/shop-dev",
      },
    ],
    ["combined", {}],
  ])("%s: Job DSL searches its job at the former path", (topology, expected) => {
    expect(lookedFor(modelOf(changed(topology), opened))).toEqual(expected);
  });

  it("includes former names of the service and the folder", () => {
    const was = lookedFor(modelOf([...names, ["id: build,", "id: build, previousIds: [make],"]], folders));
    const found = ["cart-make", "cart-build", "store-make", "store-build", "shop-make"].flatMap((name) => [
      `web\\\\.shop/${name}`,
      `shop/${name}`,
    ]);
    expect(was["shop/shop-build"]?.split("|")).toEqual([...found, "web\\\\.shop/shop-build"]);
  });

  it("moves a combined service's job with its first stage's owner", () => {
    const first: Change = [
      ["credentials: git-read\n", "credentials: git-read\ntopology: combined\n"],
      ["id: build,", "id: build, previousIds: [make], previousOwners: [platform],"],
    ];
    expect(lookedFor(modelOf(first, opened))).toEqual({ "shop/shop": "platform/shop" });
  });

  it("passes the former IDs in its records to later stages", () => {
    const combined = fileOf(modelOf(changed("combined"), opened), "jenkinsfiles/shop/shop/Jenkinsfile");
    expect(combined).toContain("after: ['build'],\n");
    expect(combined).toContain("previousIds: [build: ['make']],");
    expect(combined).toContain("previousIds: [image: ['container']],");
    const split = fileOf(modelOf(changed("per-stage"), opened), "jenkinsfiles/platform/shop/image.Jenkinsfile");
    expect(split).toContain("renamed: ['/shop/shop-make': '/shop/shop-build'],");
    expect(split).toContain("previousIds: [build: ['make']],");
  });
});

describe("the seed", () => {
  it("runs all Job DSL at once, and disables removed jobs", () => {
    const text = fileOf(model(), "jenkins/seed.groovy");
    expect(text).toContain("targets: targets,");
    expect(text).toContain("withEnv(['PREFIX=out/'])");
    expect(text).toContain("removedJobAction: 'DISABLE'");
    expect(text).toContain("removedViewAction: 'DELETE'");
  });

  it("does not include a removed stage: no job, view entry, Jenkinsfile or CODEOWNERS rule", () => {
    const gone = modelOf([
      ["  - { id: dev, kind: deploy, owner: shop, environment: dev }\n", ""],
      ["through: dev", "through: image"],
    ]);
    expect(fileOf(modelOf([]), "jenkins/jobs/shop/shop.groovy")).toContain("shop-dev");
    const left = [...filesOf(gone)].filter(
      ([path, text]) => path.includes("dev.Jenkinsfile") || text.includes("shop-dev"),
    );
    expect(left.map(([path]) => path)).toEqual([]);
  });
});
