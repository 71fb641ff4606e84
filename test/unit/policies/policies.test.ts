import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { checkPolicies, policies } from "../../../generator/policies/index.ts";
import { environment, gitopsOf, library, model as modelOf, service, site, team } from "../../support/model.ts";

const shop = service("shop");
const apart = { ...library, git: "https://git.acme.internal/ci/library.git" };
const approval = { by: ["release-managers"], count: 1, notAuthor: true, message: null, timeout: 60 };
const approved = { ...shop, stages: shop.stages.map((it) => (it.id === "prod" ? { ...it, approval } : it)) };

/** A model whose protected environment asks for an approval. */
function model(values: Parameters<typeof modelOf>[0] = {}) {
  return modelOf({ services: [approved], library: apart, ...values });
}

describe("policies", () => {
  it("each have a code of their own, a decision and a consequence", () => {
    expect(new Set(policies.map(({ code }) => code)).size).toBe(policies.length);
    for (const { code, decision, consequence } of policies) {
      expect(catalogue[code]).toBeDefined();
      expect(decision).toMatch(/\.$/);
      expect(consequence).toMatch(/\.$/);
    }
  });

  it("find nothing in a good model", () => {
    expect(checkPolicies(model())).toEqual([]);
  });

  it("weigh as the site says, and a waiver makes a note of what it covers, on its last day too", () => {
    const shared = gitopsOf("dev");
    const environments = [
      environment("dev", { gitops: shared }),
      environment("prod", { gitops: shared, protected: true }),
    ];
    const waiver = { policy: "SW401", key: null, reason: "until it is mended", owner: "platform", until: "2027-01-31" };
    const severities = (today: string, waivers: readonly (typeof waiver)[]) =>
      checkPolicies(model({ environments, policy: { severity: { SW401: "error" }, waivers } }), today).map(
        ({ code, severity, waived }) => [code, severity, waived?.reason],
      );
    expect(severities("2027-01-31", [])).toEqual([["SW401", "error", undefined]]);
    expect(severities("2027-01-31", [waiver])).toEqual([["SW401", "note", "until it is mended"]]);
    expect(severities("2027-02-01", [waiver])).toEqual([
      ["SW401", "error", undefined],
      ["SW430", "error", undefined],
    ]);
  });

  it.each([
    ["lies in the pipelines repository of several teams", {}, ["SW439"]],
    ["lies apart", { library: apart }, []],
    ["is sandboxed", { library: { ...library, scope: "folder" as const } }, []],
    ["is one team's", { teams: [team("shop")] }, []],
  ])("say of a library that %s what reaches it", (_, values, codes) => {
    expect(checkPolicies(model({ library, services: [], ...values })).map(({ code }) => code)).toEqual(codes);
  });

  it("have a place to point at also where no spec line stands behind a value", () => {
    const shared = gitopsOf("dev", { git: "https://elsewhere.example/x.git" });
    const environments = [
      environment("dev", { gitops: shared }),
      environment("prod", { gitops: shared, protected: true }),
    ];
    const found = checkPolicies(model({ environments, site: { ...site, hosts: [] } }));
    expect(found.map(({ code }) => code)).toContain("SW401");
    expect(found.every(({ at }) => at.file === "stagewright.yaml" && at.line === 1)).toBe(true);
  });
});
