import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { Strategy } from "../../../generator/model/platform.ts";
import { render } from "../../../generator/render/index.ts";
import { argocd } from "../../../generator/targets/argocd/index.ts";
import { crdProblems } from "../../support/crds.ts";
import { environment, model, rolling, service } from "../../support/model.ts";
import { planTarget } from "../../support/plan-target.ts";

/** The files of web's overlay for dev with a strategy, by name. */
function overlay(strategy: Partial<Strategy>): Map<string, string> {
  const values = model({
    environments: [environment("dev", { strategy: { ...rolling, ...strategy } }), environment("prod")],
    services: [service("web", { port: 8080 })],
  });
  const files = render(planTarget(argocd, values)).filter(({ path }) => path.startsWith("gitops/dev/"));
  return new Map(files.map(({ path, content }) => [path.split("/").at(-1) ?? "", content]));
}

describe("a strategy in the overlay", () => {
  it("rolling is a Deployment without default values", () => {
    const { kind, spec } = parse(overlay({}).get("deployment.yaml") ?? "");
    expect([kind, Object.keys(spec)]).toEqual(["Deployment", ["selector", "template"]]);
  });

  it("rolling with limits, replicas and a deadline", () => {
    const text = overlay({ surge: "25%", unavailable: 0, replicas: 4, deadline: 120 }).get("deployment.yaml") ?? "";
    expect(parse(text).spec).toMatchObject({
      replicas: 4,
      progressDeadlineSeconds: 120,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
    });
  });

  it("recreate", () => {
    const { spec } = parse(overlay({ kind: "recreate" }).get("deployment.yaml") ?? "");
    expect(spec.strategy).toEqual({ type: "Recreate" });
  });

  it("blueGreen is a Rollout with two services, valid against the real CRD", () => {
    const files = overlay({ kind: "blueGreen" });
    const text = files.get("rollout.yaml") ?? "";
    expect(crdProblems(text)).toEqual([]);
    const { blueGreen } = parse(text).spec.strategy;
    expect(blueGreen).toEqual({ activeService: "web", previewService: "web-preview", autoPromotionEnabled: false });
    const services = parseAllDocuments(files.get("services.yaml") ?? "").map((it) => it.toJS());
    expect(services.map(({ metadata, spec }) => [metadata.name, spec.ports])).toEqual([
      ["web", [{ port: 8080 }]],
      ["web-preview", [{ port: 8080 }]],
    ]);
    expect(parse(files.get("kustomization.yaml") ?? "").resources).toEqual(["rollout.yaml", "services.yaml"]);
    expect(
      parse(overlay({ kind: "blueGreen", promotion: "automatic" }).get("rollout.yaml") ?? "").spec.strategy,
    ).toEqual({ blueGreen: { ...blueGreen, autoPromotionEnabled: true } });
  });

  it("canary is a Rollout with increasing weights, valid against the real CRD", () => {
    const steps = [
      { weight: 10, pause: "1h" },
      { weight: 50, pause: "manual" },
      { weight: 80, pause: null },
    ];
    const text = overlay({ kind: "canary", steps, surge: 1, replicas: 10 }).get("rollout.yaml") ?? "";
    expect(crdProblems(text)).toEqual([]);
    expect(parse(text).spec.strategy.canary).toEqual({
      maxSurge: 1,
      steps: [{ setWeight: 10 }, { pause: { duration: "1h" } }, { setWeight: 50 }, { pause: {} }, { setWeight: 80 }],
    });
  });

  it("an invalid manifest fails the check against the CRD", () => {
    const text = overlay({ kind: "blueGreen" }).get("rollout.yaml") ?? "";
    expect(crdProblems(text.replace("previewService", "previewServices")).join()).toContain("previewServices");
  });
});
