import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that base images come from registries of the platform spec. */
export const listedBases: Policy = {
  code: "SW473",
  slug: "images/unlisted-base",
  title: "Base image is in a registry that the platform does not list",
  severity: "warning",
  explanation:
    "Anyone can publish an image on a public registry such as docker.io. The digest fixes the content, but no one of the site chose the source. If the platform lists the registry, this choice is reviewed, and pulls can use its credential or its mirror.",
  decision: "Base images come from registries that the platform lists.",
  check: (model) =>
    model.services.flatMap((service) => service.stages.flatMap((stage) => checkStage(model, service, stage))),
};

function checkStage(model: Model, { name }: Service, stage: Stage) {
  if (stage.kind !== "image" || stage.base === null || stage.base.registry !== null) return [];
  const { image } = stage.base;
  const span = placeOf(model, `services/${name}/stages/${stage.id}/base/image`, image);
  const message = `the base image "${image}" is in no registry of the platform spec`;
  const hint = "use an image of a listed registry, or add the registry's host to registries";
  return [finding("SW473", span, message, { hint })];
}
