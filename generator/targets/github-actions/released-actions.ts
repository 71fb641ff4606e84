import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { actionsDigest } from "../../generated/actions-digest.ts";
import type { ReleasedActions } from "../../model/api.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { groupBy } from "../model-lookup.ts";
import { engineFiles } from "../shared/engine-files.ts";
import { scripts } from "../shared/scripts.ts";
import { phasesOf } from "./phases.ts";

/** What a release records of the actions: the workflows use them at its tag. */
export function releasedActions(model: Model): ReleasedActions {
  const paths = [...scripts(model), ...engineFiles(model)].map(({ path }) => path);
  return { digest: actionsDigest, scripts: [...new Set(paths)].sort() };
}

const hint = "set library.version to the next version, record it with stagewright release, and pin its tag";

/** Compares the workflows with the actions of the releases that the services pin, if these releases are recorded. */
export function checkReleased(model: Model): Diagnostic[] {
  const pinning = model.services.flatMap((service) => {
    const release = model.library.releases.find(({ version }) => `v${version}` === service.pin);
    return release === undefined || release.actions === null ? [] : [{ service, actions: release.actions }];
  });
  const missing = pinning.flatMap(({ service, actions }) => checkScripts(model, service, actions));
  const others = pinning.filter(({ actions }) => actions.digest !== actionsDigest).map(({ service }) => service);
  return [...missing, ...checkVersions(model, others)];
}

function checkScripts(model: Model, service: Service, { scripts: known }: ReleasedActions): Diagnostic[] {
  const { name, pin, stages } = service;
  return stages.flatMap((stage) =>
    scriptsOf(model, stage)
      .filter((script) => !known.includes(script))
      .map((script) => {
        const message = `${name} pins ${pin}, whose actions have no script ${script}: stage ${stage.id} would fail`;
        return finding("SW505", spanOfPin(model, service), message, { hint });
      }),
  );
}

/** Reports each place that sets a pin once: it can be that of all services. */
function checkVersions(model: Model, services: readonly Service[]): Diagnostic[] {
  const places = groupBy(services, (service) => JSON.stringify([service.pin, spanOfPin(model, service).at]));
  return [...places.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const who = more.length === 0 ? `${first.name} pins` : `${first.name} and ${more.length} more pin`;
    const message = `${who} ${first.pin}, whose actions are those of another version of stagewright: runs may fail`;
    return [finding("SW502", spanOfPin(model, first), message, { hint })];
  });
}

function scriptsOf(model: Model, stage: Stage): string[] {
  return [...new Set(phasesOf(model, stage).map(({ script }) => script))];
}

/** The place that sets the pin of a service. */
function spanOfPin({ origins, specFile }: Model, { name, pin }: Service) {
  const places = [`services/${name}/pin`, "library/pin", "library/version"].map((path) => origins.get(path)?.at);
  const at = places.find((it) => it !== undefined) ?? { file: specFile, line: 1, column: 1 };
  return { at, length: pin.length };
}
