import { describe, expect, it } from "vitest";
import type { Service } from "../../../generator/model/service.ts";
import { nameJobs } from "../../../generator/targets/jenkins/jenkins-model.ts";
import { type Change, frontEnd, inputOf } from "../bad-specs/check.ts";

function pathsOf(change: { platform?: Change; service?: Change } = {}): string[] {
  const { model, diagnostics } = frontEnd(inputOf(change));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (model === null) throw new Error("no model");
  return nameJobs(model).services.flatMap(({ stages }) => stages.map(({ job }) => job));
}

function topology(value: Service["topology"]): readonly [string, string] {
  return ["service: shop\n", `service: shop\ntopology: ${value}\n`];
}

describe("Jenkins", () => {
  it("names a job by the folder of its owner, the service and the stage", () => {
    expect(pathsOf()).toEqual(["/shop/shop-build", "/platform/shop-image", "/shop/shop-dev", "/release/shop-prod"]);
  });

  it("names a combined job in the folder of the owner of its first stage", () => {
    const platform = [
      ["locks: { replace: [credentials] }", "locks: { replace: [credentials, topology] }"],
      ["services: services", "policy: { severity: { SW470: note } }\nservices: services"],
    ] as const;
    expect(new Set(pathsOf({ platform, service: [topology("combined")] }))).toEqual(new Set(["/shop/shop"]));
  });
});
