import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";
import { toolImages } from "./tool-images.ts";

/** A tool image is pinned by its digest. */
export const pinnedToolImages: Policy = {
  code: "SW402",
  title: "Tool images are pinned",
  decision: "The same commit is built with the same tools.",
  consequence: "A tag may be another image tomorrow: a build breaks, or changes, and nobody changed anything.",
  check(model) {
    return toolImages(model).flatMap(({ path, text }) => {
      if (text.includes("@sha256:")) return [];
      const hint = "add its digest: IMAGE:TAG@sha256:…";
      return [
        finding("SW402", placeOf(model, path, text), `the tool image "${text}" may be another one tomorrow`, { hint }),
      ];
    });
  },
};
