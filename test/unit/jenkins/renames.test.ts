import { describe, expect, it } from "vitest";
import { model, service, team } from "../../support/model.ts";
import { fileOf } from "./files.ts";

const teams = [team("shop", { previousFolders: ["web.shop"] }), team("platform"), team("release")];
const names = { previousNames: ["cart", "store"] };
const renamed = model({ teams, services: [service("shop", names)] });
const multibranch = model({ teams, services: [service("shop", { ...names, job: "multibranch" })] });

describe("a renamed service", () => {
  it("has its jobs moved from every former place", () => {
    const text = fileOf(renamed, "jenkins/jobs/shop/shop.groovy");
    const places = ["web\\\\.shop/cart-dev", "shop/cart-dev", "web\\\\.shop/store-dev", "shop/store-dev"];
    expect(text.replaceAll(/' \+\s+'/g, "")).toContain(
      `pipelineJob('shop/shop-dev') {\n    previousNames('${places.join("|")}|web\\\\.shop/shop-dev')`,
    );
    expect(fileOf(model(), "jenkins/jobs/shop/shop.groovy")).not.toContain("previousNames");
  });

  it("keeps the id of its branch source, and says that a multibranch job is renamed by hand", () => {
    const text = fileOf(multibranch, "jenkins/jobs/shop/shop.groovy");
    expect(text).toContain("id('stagewright-cart')");
    expect(text).toMatch(
      /\n\/\/ It was \/web\.shop\/cart-build, .*by hand.*\nmultibranchPipelineJob\('shop\/shop-build'\) \{\n {4}desc/,
    );
  });

  it("tells its stages what records of before say", () => {
    const text = fileOf(renamed, "jenkinsfiles/platform/shop/image.Jenkinsfile");
    expect(text).toMatch(/cart: 'shop'[\s\S]*'\/shop\/store-build': '\/shop\/shop-build'/);
    expect(text).not.toContain("store-dev");
    expect(fileOf(model(), "jenkinsfiles/platform/shop/image.Jenkinsfile")).not.toContain("renamed");
  });

  it("is found in PIPELINES.md by where it was, and by who moves it", () => {
    const page = fileOf(multibranch, "PIPELINES.md");
    expect(page).toMatch(
      /\| `\/shop\/shop-build` \| `\/web\.shop\/cart-build`, .* \| an administrator, before the next seed run \|/,
    );
    expect(page).toMatch(/\| `\/shop\/shop-dev` \| .*`\/shop\/store-dev`.* \| the seed job \|/);
    expect(fileOf(model(), "PIPELINES.md")).not.toContain("Renamed");
  });
});

describe("the seed", () => {
  it("runs all Job DSL at once, and disables what is no longer described", () => {
    const text = fileOf(model(), "jenkins/seed.groovy");
    expect(text).toContain("targets: 'out/jenkins/jobs/**/*.groovy'");
    expect(text).toContain("removedJobAction: 'DISABLE'");
    expect(text).toContain("removedViewAction: 'DELETE'");
  });
});
