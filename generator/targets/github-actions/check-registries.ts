import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import { isInCloud, pushLoginOf } from "../../model/registry-login.ts";
import type { Stage } from "../../model/service.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { hasOidc, phasesOf } from "./phases.ts";

/** Registries with a login by OIDC: which of two logins is used, and which stages cannot have it. Clouds without any login. */
export function checkRegistries(model: Model): Lack[] {
  const both = model.registries.filter(({ githubOidc, pull, push }) => githubOidc !== null && (pull ?? push) !== null);
  return [
    ...both.map(({ name, pull }) =>
      differs(
        `registries/${name}/${pull === null ? "push" : "pull"}`,
        `runs log in to the registry ${name} by OIDC, so its credentials have no effect`,
        `remove credentials, or githubOidc, from registries.${name}`,
      ),
    ),
    ...checkClouds(model),
    ...model.services.flatMap((service) =>
      service.stages.flatMap((stage) => checkStage(model, `services/${service.name}/stages/${stage.id}`, stage)),
    ),
  ];
}

/** A runner has no login of its own, unlike an agent that may have a role in the cloud. */
function checkClouds(model: Model): Lack[] {
  const stages = model.services.flatMap((service) => service.stages);
  const pushed = new Set(
    stages.flatMap((stage) => (stage.kind === "image" && stage.command === null ? [stage.registry] : [])),
  );
  return model.registries
    .filter(({ name, host }) => isInCloud(host) && pushed.has(name) && pushLoginOf(model, name) === null)
    .map(({ name, host }) =>
      differs(
        `registries/${name}/host`,
        `each push to ${host} fails, because the registry ${name} has no login, unless your runners have one`,
        `set registries.${name}.githubOidc, or credentials`,
      ),
    );
}

/** The command of a stage runs as the user of the runner, and could ask for the token itself. */
function checkStage(model: Model, path: string, stage: Stage): Lack[] {
  if (stage.kind !== "image" || engineNamed(stage.engine)?.pushesItself !== true) return [];
  return when(hasOidc(phasesOf(model, stage)), () =>
    lacks(
      `${path}/engine`,
      `the command of ${stage.id} is code of the application, and could get any token of the run, also for other clouds`,
      "build with a Dockerfile and an engine, or set credentials instead of githubOidc",
    ),
  );
}
