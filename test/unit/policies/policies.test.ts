import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { checkPolicies, policies } from "../../../generator/policies/index.ts";
import { environment, model, site } from "../../support/model.ts";

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

  it("have a place to point at also where no spec line stands behind a value", () => {
    const shared = { git: "https://elsewhere.example/x.git", branch: "main", credentials: "one", path: "x" };
    const environments = [
      environment("dev", { gitops: shared }),
      environment("prod", { gitops: shared, protected: true }),
    ];
    const found = checkPolicies(model({ environments, site: { ...site, hosts: [] } }));
    expect(found.map(({ code }) => code)).toContain("SW401");
    expect(found.every(({ at }) => at.file === "stagewright.yaml" && at.line === 1)).toBe(true);
  });
});
