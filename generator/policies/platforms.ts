import { finding } from "../diagnostics/finding.ts";
import { engineNamed, engines } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the engine of a stage with several platforms can build for all of them. */
export const platforms: Policy = {
  code: "SW411",
  slug: "engines/single-platform",
  title: "Engine cannot build several platforms",
  severity: "error",
  explanation:
    "The stage lists several platforms, but its engine builds for one platform or cannot cache builds for several. An image for one platform does not start on nodes of another.",
  decision: "One digest identifies the image for all platforms.",
  fixed: true,
  check(model) {
    return model.services.flatMap(({ name: service, stages }) =>
      stages.flatMap((stage) => {
        if (stage.kind !== "image" || stage.platforms.length < 2) return [];
        const engine = engineNamed(stage.engine);
        if (stage.cache !== null && engine?.platforms === "several" && !engine.cachesPlatforms) {
          const span = placeOf(model, `services/${service}/stages/${stage.id}/cache`, stage.cache);
          const message = `${stage.engine} cannot cache layers of builds for several platforms`;
          return [finding("SW411", span, message, { hint: "remove the cache" })];
        }
        const limit = engine?.onePlatform(settingsOf(model, stage.engine)) ?? null;
        if (limit === null) return [];
        const span = placeOf(model, `services/${service}/stages/${stage.id}/platforms`);
        const message = `${limit.message}, but the stage lists ${stage.platforms.join(" and ")}; ${alternatives(model, stage.engine)} can build for several`;
        return [finding("SW411", span, message, { hint: limit.hint })];
      }),
    );
  },
};

/** The other engines that support several platforms, each with the setting that it still needs. */
function alternatives(model: Model, name: string): string {
  const capable = engines.filter((engine) => engine.platforms === "several" && engine.name !== name);
  return capable
    .map((engine) => {
      const limit = engine.onePlatform(settingsOf(model, engine.name));
      return limit === null ? engine.name : `${engine.name} (${limit.hint})`;
    })
    .join(" or ");
}

function settingsOf(model: Model, name: string) {
  return model.engines.find((it) => it.name === name)?.settings ?? {};
}
