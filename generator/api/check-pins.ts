import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Service } from "../model/service.ts";

/** Steps with the parameters that a service's Jenkinsfiles hand them. */
type Calls = readonly { readonly step: string; readonly parameters: readonly string[] }[];

/** Whether the released version that a service pins knows what its Jenkinsfiles say; each thing once. */
export function checkPins(model: Model, callsOf: (service: Service) => Calls): Diagnostic[] {
  return model.services.flatMap((service) => {
    const version = service.pin.replace(/^v/, "");
    const release = model.library.releases.find((it) => it.version === version);
    // What is built under a released version is held against that release already.
    if (release === undefined || version === model.library.version) return [];
    const unknown = callsOf(service).flatMap(({ step, parameters }) => {
      const known = release.api.steps.find(({ name }) => name === step);
      if (known === undefined) return [`no ${step}`];
      return parameters
        .filter((name) => !known.parameters.some((it) => it.name === name))
        .map((name) => `no ${step}.${name}`);
    });
    return [...new Set(unknown)].map((what) => refused(model, service, what));
  });
}

function refused({ origins, specFile }: Model, { name, pin }: Service, what: string): Diagnostic {
  const places = [`services/${name}/pin`, "library/pin", "library/version"].map((path) => origins.get(path)?.at);
  const at = places.find((it) => it !== undefined) ?? { file: specFile, line: 1, column: 1 };
  const message = `${name} pins ${pin}, which has ${what}: its Jenkinsfile would end there`;
  return finding("SW505", { at, length: 1 }, message, { hint: "pin a later version, or leave out what needs it" });
}
