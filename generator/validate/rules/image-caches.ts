import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Candidates, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** A build writes to its cache, so a cache is no image and not the cache of another stage. */
export const imageCaches: Rule = (specs) => {
  const cache = onlyOnce("the cache of another stage");
  const images = imagesOf(specs);
  return specs.services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "image" || stage.cache === undefined) return [];
      const span = document.valueSpan(["stages", index, "cache"]);
      const repository = `${hostOf(specs, stage)}/${stage.cache}`;
      const image = images.get(repository);
      if (image === undefined) return cache(repository, span);
      const message = `the cache ${show(stage.cache)} is ${image}, which a build would overwrite`;
      return [finding("SW336", span, message, { hint: `use another repository, such as ${stage.image.name}-cache` })];
    }),
  );
};

/** The repositories of all images with their hosts, and what each one is. */
function imagesOf(specs: Candidates): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { spec } of specs.services) {
    for (const stage of spec.stages) {
      if (stage.kind !== "image") continue;
      if (stage.base !== undefined)
        found.set(stage.base.image.replace(/@.*$/, "").replace(/:[^:/]*$/, ""), "a base image");
      found.set(`${hostOf(specs, stage)}/${stage.image.name}`, `the image of ${spec.service}`);
    }
  }
  return found;
}

function hostOf({ platform }: Candidates, { image }: StageOf<"image">): string {
  return platform?.spec.registries?.[image.registry]?.host ?? image.registry;
}
