import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Release } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import type { Service } from "../model/service.ts";

/** Steps with the parameters that a service's Jenkinsfiles hand them. */
type Calls = readonly { readonly step: string; readonly parameters: readonly string[] }[];

/** Whether the released version that a service pins knows what its Jenkinsfiles say; each thing once. */
export function checkPins(model: Model, callsOf: (service: Service) => Calls): Diagnostic[] {
  return model.services.flatMap((service) => {
    const release = model.library.releases.find(({ version }) => version === service.pin.replace(/^v/, ""));
    if (release === undefined) return [];
    const ownSteps = checkOwnSteps(model, service, release);
    // What is built under a released version is held against that release already.
    if (release.version === model.library.version) return ownSteps;
    const unknown = callsOf(service).flatMap(({ step, parameters }) => {
      const known = stepOf(release, step);
      if (known === undefined) return [`no ${step}`];
      return parameters
        .filter((name) => !known.parameters.some((it) => it.name === name))
        .map((name) => `no ${step}.${name}`);
    });
    return [...ownSteps, ...[...new Set(unknown)].map((what) => refused(model, service, what))];
  });
}

function stepOf({ api }: Release, step: string) {
  return api.steps.find(({ name }) => name === step);
}

/** A service that stays with a released version has the own steps of that one, whatever is built now. */
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
    const message = `"${step}" is new since ${library.name} ${release.version}, which ${name} uses`;
    const hint = `release the library with it, and move the pin of ${name} there first`;
    return [finding("SW601", { at, length: step.length }, message, { hint })];
  });
}

function refused({ origins, specFile }: Model, { name, pin }: Service, what: string): Diagnostic {
  const places = [`services/${name}/pin`, "library/pin", "library/version"].map((path) => origins.get(path)?.at);
  const at = places.find((it) => it !== undefined) ?? { file: specFile, line: 1, column: 1 };
  const message = `${name} pins ${pin}, which has ${what}: its Jenkinsfile would end there`;
  return finding("SW505", { at, length: 1 }, message, { hint: "pin a later version, or leave out what needs it" });
}
