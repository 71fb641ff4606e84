import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Evidence } from "../model/platform.ts";
import type { DeployStage, ImageStage, Service } from "../model/service.ts";
import { imagesBefore } from "../model/stages.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the image stages before a deployment sign what its environment requires. */
export const missingEvidence: Policy = {
  code: "SW476",
  slug: "environments/missing-evidence",
  title: "Environment requires what no stage produces",
  severity: "error",
  fixed: true,
  explanation:
    "The deploy stage verifies for each image what its environment requires. An image stage before it does not produce it, so no release could be deployed.",
  decision: "Image stages produce what the environments of their releases require.",
  check(model) {
    return model.environments.flatMap(({ name, requires }) =>
      model.services.flatMap((service) =>
        service.stages
          .filter((it): it is DeployStage => it.kind === "deploy" && it.environment === name)
          .flatMap((stage) => missingIn(model, service, stage, requires)),
      ),
    );
  },
};

function missingIn(model: Model, service: Service, stage: DeployStage, requires: readonly Evidence[]) {
  const { id, environment } = stage;
  return imagesBefore(service.stages, stage).flatMap((image) =>
    requires.flatMap((evidence) => {
      const hint = hintFor(model, image, evidence);
      if (hint === null) return [];
      const span = placeOf(model, `services/${service.name}/stages/${id}/environment`, environment);
      const message = `the environment "${environment}" requires ${evidence}, but image stage "${image.id}" of ${service.name} does not produce it`;
      return [finding("SW476", span, message, { hint })];
    }),
  );
}

/** What to change so that an image stage produces the evidence; null if it does. */
function hintFor(
  { site: { tools } }: Model,
  { id, sign, provenance, sbom, scan }: ImageStage,
  evidence: Evidence,
): string | null {
  if (evidence === "signature") return sign ? null : `add sign: true to stage "${id}"`;
  if (evidence === "provenance") return provenance ? null : `add provenance: true to stage "${id}"`;
  const [key, tool] = evidence === "sbom" ? (["sbom: true", "syft"] as const) : (["scan: high", "trivy"] as const);
  if (evidence === "sbom" ? !sbom : scan === null) return `add ${key} to stage "${id}"`;
  return tools[tool]?.keep.includes("attach") ? null : `add attach to site.tools.${tool}.keep`;
}
