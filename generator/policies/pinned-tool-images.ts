import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";
import { toolImages } from "./tool-images.ts";

/** Checks that tool images and the images of service containers are pinned by digest. */
export const pinnedToolImages: Policy = {
  code: "SW402",
  slug: "images/mutable-tool-image",
  title: "Tool image is not pinned",
  severity: "warning",
  explanation:
    "A tag can point to a different image tomorrow. The same commit then builds differently although no one changed anything. Pin the image by its digest. This also applies to service containers, such as a database for tests.",
  decision: "The same commit is always built with the same tools.",
  check(model) {
    return toolImages(model).flatMap(({ path, text, noun }) => {
      if (text.includes("@sha256:")) return [];
      const hint = "add its digest: IMAGE:TAG@sha256:…";
      return [
        finding(
          "SW402",
          placeOf(model, path, text),
          `the ${noun} "${text}" has no digest, so it can be a different image tomorrow`,
          { hint },
        ),
      ];
    });
  },
};
