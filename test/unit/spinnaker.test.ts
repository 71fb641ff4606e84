import { describe, expect, it } from "vitest";
import type { Environment } from "../../generator/model/platform.ts";
import { render } from "../../generator/render/index.ts";
import { spinnaker } from "../../generator/targets/spinnaker/index.ts";
import { environment, model, service } from "../support/model.ts";
import { planTarget } from "../support/plan-target.ts";

/** The pipeline that deploys the service web to dev. */
function pipeline(values: Partial<Environment>) {
  const settings = {
    source: "{service}-{environment}",
    account: "dev-cluster",
    strategy: "rolling",
    ...values.settings,
  };
  const dev = environment("dev", { handoff: "spinnaker", gitops: null, ...values, settings });
  const site = model({ environments: [dev, environment("prod")], services: [service("web", { port: 8080 })] });
  const files = render(planTarget(spinnaker, site));
  expect(files.map(({ path }) => path)).toEqual(["spinnaker/web/dev.json"]);
  return JSON.parse(files[0]?.content ?? "");
}

describe("the pipeline of Spinnaker", () => {
  it("starts by webhook for its service and environment, and finds the image by name", () => {
    const { application, triggers, expectedArtifacts } = pipeline({});
    expect(application).toBe("web");
    const ids = expectedArtifacts.map(({ id }: { id: string }) => id);
    expect(triggers).toEqual([
      {
        ...{ type: "webhook", enabled: true, source: "web-dev", expectedArtifactIds: ids },
        payloadConstraints: { service: "^web$", environment: "^dev$" },
      },
    ]);
    const [{ matchArtifact, useDefaultArtifact, usePriorArtifact }] = expectedArtifacts;
    expect(matchArtifact).toMatchObject({ type: "docker/image" });
    // Without the artifact of this call, the pipeline must not use an older one.
    expect([useDefaultArtifact, usePriorArtifact]).toEqual([false, false]);
  });

  it("deploys a manifest whose image is the artifact's name", () => {
    const { stages, expectedArtifacts } = pipeline({});
    const [deploy] = stages;
    expect(stages).toHaveLength(1);
    expect(deploy).toMatchObject({
      ...{ type: "deployManifest", account: "dev-cluster", cloudProvider: "kubernetes", source: "text" },
      ...{ namespaceOverride: "web-dev", requiredArtifactIds: [expectedArtifacts[0].id] },
    });
    const [container] = deploy.manifests[0].spec.template.spec.containers;
    expect(container.image).toBe(expectedArtifacts[0].matchArtifact.name);
    expect(deploy.manifests[0].kind).toBe("Deployment");
  });

  it("requests approval before a protected environment", () => {
    const { stages } = pipeline({ protected: true });
    expect(stages.map(({ type, requisiteStageRefIds }: never) => [type, requisiteStageRefIds])).toEqual([
      ["manualJudgment", []],
      ["deployManifest", ["1"]],
    ]);
    expect(stages[0].failPipeline).toBe(true);
  });

  it.each([
    ["redBlack", "redblack"],
    ["highlander", "highlander"],
  ])("%s switches a service between ReplicaSets", (strategy, name) => {
    const [service, deploy] = pipeline({ settings: { strategy } }).stages;
    expect(deploy.manifests.map(({ kind }: { kind: string }) => kind)).toEqual(["ReplicaSet"]);
    expect(deploy.trafficManagement).toEqual({
      enabled: true,
      options: { enableTraffic: true, services: ["service web"], strategy: name },
    });
    // Spinnaker adds the service's label to active pods; the ReplicaSet must not set it.
    const [label] = Object.keys(service.manifests[0].spec.selector);
    expect(Object.keys(deploy.manifests[0].spec.template.metadata.labels)).not.toContain(label);
    expect(service.manifests[0].spec.ports).toEqual([{ port: 8080 }]);
  });

  it("recreate", () => {
    const [deploy] = pipeline({ settings: { strategy: "recreate" } }).stages;
    expect(deploy.manifests[0].spec.strategy).toEqual({ type: "Recreate" });
  });
});
