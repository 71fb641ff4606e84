import { finding } from "../diagnostics/finding.ts";
import { engineNamed, engines } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** An image for several platforms is built by an engine that can. */
export const platforms: Policy = {
  code: "SW411",
  title: "Several platforms need an engine for several",
  decision: "One digest names the image of every platform.",
  fixed: true,
  consequence: "The image of one platform is deployed to nodes of another, where nothing in it starts.",
  check(model) {
    return model.services.flatMap(({ name: service, stages }) =>
      stages.flatMap((stage) => {
        if (stage.kind !== "image" || stage.platforms.length < 2) return [];
        const engine = engineNamed(stage.engine);
        if (stage.cache !== null && engine?.platforms === "several" && !engine.cachesPlatforms) {
          const span = placeOf(model, `services/${service}/stages/${stage.id}/cache`, stage.cache);
          const message = `${stage.engine} keeps no layers between builds for several platforms`;
          return [finding("SW411", span, message, { hint: "leave the cache out" })];
        }
        const lack = engine?.onePlatform(settingsOf(model, stage.engine)) ?? null;
        if (lack === null) return [];
        const span = placeOf(model, `services/${service}/stages/${stage.id}/platforms`);
        const message = `${lack.message}, not for ${stage.platforms.join(" and ")}; ${others(model, stage.engine)} can`;
        return [finding("SW411", span, message, { hint: lack.hint })];
      }),
    );
  },
};

/** The other engines that can, with what they lack of it as they are set. */
function others(model: Model, name: string): string {
  const able = engines.filter((engine) => engine.platforms === "several" && engine.name !== name);
  return able
    .map((engine) => {
      const lack = engine.onePlatform(settingsOf(model, engine.name));
      return lack === null ? engine.name : `${engine.name} (${lack.hint})`;
    })
    .join(" or ");
}

function settingsOf(model: Model, name: string) {
  return model.engines.find((it) => it.name === name)?.settings ?? {};
}
