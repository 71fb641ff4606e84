import { engineNamed } from "../../engines/index.ts";
import { placeOf } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import { isInCloud, pushLoginOf } from "../../model/registry-login.ts";
import type { Service, Stage } from "../../model/service.ts";
import { differs, type Lack, lacks } from "./lack.ts";
import { slugOf } from "./names.ts";
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
    ...model.services.flatMap((service) => [
      ...checkIssuer(model, service),
      ...service.stages.flatMap((stage) => checkStage(model, `services/${service.name}/stages/${stage.id}`, stage)),
    ]),
  ];
}

/** A provider compares the name of a repository with the token. Only on github.com is it the repository of the spec. */
function checkIssuer(model: Model, { name, git, stages }: Service): Lack[] {
  const place = placeOf(git);
  if (place === null || place.host === "github.com" || !stages.some((it) => hasOidc(phasesOf(model, it)))) return [];
  return [
    lacks(
      `services/${name}/git`,
      `the providers trust tokens of github.com, where ${slugOf(git)} can belong to others; ${place.host} issues its own tokens`,
      "move the repository to github.com, or set credentials instead of githubOidc",
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

/** Code of the application that reaches the runner could read the variables of another step, and ask for the token itself. */
function checkStage(model: Model, path: string, stage: Stage): Lack[] {
  if (stage.kind !== "image" || !hasOidc(phasesOf(model, stage))) return [];
  const token = "is code of the application, and could get any token of the run, also for other clouds";
  const engine = engineNamed(stage.engine);
  if (engine?.pushesItself === true)
    return [
      lacks(
        `${path}/engine`,
        `the command of ${stage.id} ${token}`,
        "build with a Dockerfile and an engine, or set credentials instead of githubOidc",
      ),
    ];
  const settings = model.engines.find(({ name }) => name === stage.engine)?.settings ?? {};
  const given = engine?.givesAway(settings) ?? null;
  if (given === null) return [];
  const reason = `the Dockerfile of ${stage.id} ${token}: ${given.message}`;
  return [lacks(`${path}/engine`, reason, `${given.hint}; or set credentials instead of githubOidc`)];
}
