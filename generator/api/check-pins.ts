import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Release } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";

/** The steps that a service's Jenkinsfiles call, with the parameters of the calls. */
type Calls = readonly { readonly step: string; readonly parameters: readonly string[] }[];

/** Checks that the release pinned by each service has the steps and parameters that its Jenkinsfiles use. */
export function checkPins<S extends Service>(
  model: Omit<Model, "services"> & { readonly services: readonly S[] },
  callsOf: (service: S) => Calls,
): Diagnostic[] {
  return model.services.flatMap((service) => {
    const release = model.library.releases.find(({ version }) => version === service.pin.replace(/^v/, ""));
    if (release === undefined) return [];
    const missing = [...checkOwnSteps(model, service, release), ...checkNames(model, service, release)];
    // If the current version is released, checkApi compares it with that release.
    if (release.version === model.library.version) return missing;
    const unknown = callsOf(service).flatMap(({ step, parameters }) => {
      const known = stepOf(release, step);
      if (known === undefined) return [step];
      return parameters
        .filter((name) => !known.parameters.some((it) => it.name === name))
        .map((name) => `${step}.${name}`);
    });
    return [...missing, ...[...new Set(unknown)].map((name) => missingInPin(model, service, name))];
  });
}

/** Reports environments, engines, registries, teams and JDKs that a stage names but the pinned release does not contain. */
function checkNames(model: Model, service: Service, { settings, version }: Release): Diagnostic[] {
  if (settings === null) return [];
  return service.stages.flatMap((stage) =>
    namesIn(stage).flatMap(({ key, part, noun, name }) => {
      if (settings[`${part}.${name}`] !== undefined) return [];
      const place = model.origins.get(`services/${service.name}/stages/${stage.id}/${key}`)?.at;
      const span = { at: place ?? { file: model.specFile, line: 1, column: 1 }, length: name.length };
      const message = `${service.name} pins ${model.library.name} ${version}, which has no ${noun} "${name}": stage ${stage.id} would fail`;
      const released = "set library.version to the next version and release it";
      const hint = service.pin === `v${version}` ? released : `${released}, then pin it in ${service.name}`;
      return [finding("SW505", span, message, { hint })];
    }),
  );
}

/** What a stage names, the key that names it, and the part of the library's settings that has it. */
function namesIn(stage: Stage) {
  const named = (key: string, part: string, noun: string, name: string) => ({ key, part, noun, name });
  const owner = named("owner", "teams", "team", stage.owner);
  if (stage.kind === "deploy") return [owner, named("environment", "environments", "environment", stage.environment)];
  if (stage.kind === "source") return [owner, ...(stage.jdk === null ? [] : [named("jdk", "jdks", "JDK", stage.jdk)])];
  if (stage.kind === "custom") return [owner];
  return [
    owner,
    named("engine", "engines", "engine", stage.engine),
    named("registry", "registries", "registry", stage.registry),
  ];
}

function stepOf({ api }: Release, step: string) {
  return api.steps.find(({ name }) => name === step);
}

/** Reports own steps that a service calls but its pinned release does not have. */
function checkOwnSteps({ library, origins }: Model, { name, stages }: Service, release: Release): Diagnostic[] {
  const own = (library.ownPart?.steps ?? []).map((step) => step.name);
  const calls = stages.flatMap((stage) => [
    ...(["before", "after"] as const).flatMap((key) =>
      stage[key].map(({ step }, index) => ({ step, path: `${stage.id}/${key}/${index}/step` })),
    ),
    ...(stage.kind === "custom" && stage.step !== null ? [{ step: stage.step, path: `${stage.id}/step` }] : []),
  ]);
  return calls.flatMap(({ step, path }) => {
    const at = origins.get(`services/${name}/stages/${path}`)?.at;
    if (!own.includes(step) || stepOf(release, step) !== undefined || at === undefined) return [];
    const message = `${name} pins ${library.name} ${release.version}, which has no step "${step}"`;
    const hint = `release a version of the library with this step, then pin it in ${name}`;
    return [finding("SW601", { at, length: step.length }, message, { hint })];
  });
}

function missingInPin({ origins, specFile }: Model, { name, pin }: Service, missing: string): Diagnostic {
  const places = [`services/${name}/pin`, "library/pin", "library/version"].map((path) => origins.get(path)?.at);
  const at = places.find((it) => it !== undefined) ?? { file: specFile, line: 1, column: 1 };
  const message = `${name} pins ${pin}, which has no ${missing}: its Jenkinsfile would fail`;
  return finding("SW505", { at, length: 1 }, message, { hint: "pin a later version, or remove the keys that need it" });
}
