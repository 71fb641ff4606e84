import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** A tool image is pinned by its digest. */
export const pinnedToolImages: Policy = {
  code: "SW402",
  title: "Tool images are pinned",
  decision: "The same commit is built with the same tools.",
  consequence: "A tag may be another image tomorrow: a build breaks, or changes, and nobody changed anything.",
  check(model) {
    return model.services.flatMap((service) =>
      service.stages.flatMap((stage) => {
        if (!("toolImage" in stage) || stage.toolImage === null || stage.toolImage.includes("@sha256:")) return [];
        const span = placeOf(model, `services/${service.name}/stages/${stage.id}/toolImage`, stage.toolImage);
        const hint = "add its digest: IMAGE:TAG@sha256:…";
        return [finding("SW402", span, `the tool image "${stage.toolImage}" may be another one tomorrow`, { hint })];
      }),
    );
  },
};
