import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { checkPolicies, policies } from "../../../generator/policies/index.ts";
import { environment, gitopsOf, library, model as modelOf, service, site, team } from "../../support/model.ts";

const shop = service("shop");
const separateRepository = { ...library, git: "https://git.acme.internal/ci/library.git" };
const approval = { by: ["release-managers"], count: 1, notAuthor: true, message: null, timeout: 60 };
const approved = { ...shop, stages: shop.stages.map((it) => (it.id === "prod" ? { ...it, approval } : it)) };

/** A model whose protected environment requires an approval. */
function model(values: Parameters<typeof modelOf>[0] = {}) {
  return modelOf({ services: [approved], library: separateRepository, ...values });
}

describe("policies", () => {
  it("each have a unique code, a decision, and a title and an explanation in the catalogue", () => {
    expect(new Set(policies.map(({ code }) => code)).size).toBe(policies.length);
    for (const { code, decision } of policies) {
      expect(catalogue[code].title).not.toMatch(/\.$/);
      expect(catalogue[code].explanation).toMatch(/\.$/);
      expect(decision).toMatch(/\.$/);
    }
  });

  it("report no finding for a valid model", () => {
    expect(checkPolicies(model())).toEqual([]);
  });

  it("apply the site's severities, and a waiver turns findings into notes until its last day", () => {
    const shared = gitopsOf("dev");
    const environments = [
      environment("dev", { gitops: shared }),
      environment("prod", { gitops: shared, protected: true }),
    ];
    const waiver = { policy: "SW401", key: null, reason: "until it is fixed", owner: "platform", until: "2027-01-31" };
    const severities = (today: string, waivers: readonly (typeof waiver)[]) =>
      checkPolicies(model({ environments, policy: { severity: { SW401: "error" }, waivers } }), today).map(
        ({ code, severity, waived }) => [code, severity, waived?.reason],
      );
    expect(severities("2027-01-31", [])).toEqual([["SW401", "error", undefined]]);
    expect(severities("2027-01-31", [waiver])).toEqual([["SW401", "note", "until it is fixed"]]);
    expect(severities("2027-02-01", [waiver])).toEqual([
      ["SW401", "error", undefined],
      ["SW430", "error", undefined],
    ]);
  });

  it.each([
    ["is in the pipelines repository of several teams", {}, ["SW439"]],
    ["is in a separate repository", { library: separateRepository }, []],
    ["is sandboxed", { library: { ...library, scope: "folder" as const } }, []],
    ["belongs to the only team", { teams: [team("shop")] }, []],
  ])("check who can change a library that %s", (_, values, codes) => {
    expect(checkPolicies(model({ library, services: [], ...values })).map(({ code }) => code)).toEqual(codes);
  });

  it("report a place even if no line of a spec sets the value", () => {
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
