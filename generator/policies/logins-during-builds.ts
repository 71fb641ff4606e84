import { finding } from "../diagnostics/finding.ts";
import { engineNamed, engines } from "../engines/index.ts";
import { pushLoginOf } from "../model/registry-login.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns if the login for pushing exists while a Dockerfile runs. */
export const loginsDuringBuilds: Policy = {
  code: "SW463",
  slug: "images/login-during-build",
  title: "Login exists while the Dockerfile runs",
  severity: "warning",
  explanation:
    "Before the instructions of a Dockerfile run, the build removes the login for pushing, so that they cannot use it. With a cache in the registry, the engine pushes layers while it builds and needs the login. Someone who controls the Dockerfile and escapes the build's isolation can then push images with it.",
  decision: "While a Dockerfile runs, no login exists with which it could push.",
  check: (model) =>
    model.services.flatMap(({ name, stages }) =>
      stages.flatMap((stage) => {
        if (stage.kind !== "image" || stage.cache === null) return [];
        if (engineNamed(stage.engine)?.cachesDuringBuild !== true) return [];
        const push = pushLoginOf(model, stage.registry);
        if (push === null) return [];
        const span = placeOf(model, `services/${name}/stages/${stage.id}/cache`, stage.cache);
        const message = `${stage.engine} pushes layers to the cache "${stage.cache}" while it builds, so the login "${push}" exists while the Dockerfile runs`;
        return [finding("SW463", span, message, { hint: `remove cache${insteadOf()}` })];
      }),
    ),
};

function insteadOf(): string {
  const names = engines.filter((it) => !it.cachesDuringBuild && it.pushesItself !== true).map(({ name }) => name);
  return names.length === 0 ? "" : `, or use the engine ${names.join(" or ")}`;
}
