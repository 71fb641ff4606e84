import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { hasOidc, phasesOf } from "./phases.ts";

/** Registries with a login by OIDC: which of two logins is used, and which stages cannot have it. */
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
    ...model.services.flatMap((service) =>
      service.stages.flatMap((stage) => checkStage(model, `services/${service.name}/stages/${stage.id}`, stage)),
    ),
  ];
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
