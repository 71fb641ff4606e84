import type { Phase } from "../../handoffs/handoff.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import { imagesBefore } from "../../model/stages.ts";
import { found } from "../model-lookup.ts";

/** The environment settings for `deployRelease`: the scripts of the handoff, their variables and credentials. */
export function environmentView(model: Model, environment: Environment) {
  const handoff = found(handoffNamed(environment.handoff), `handoff ${environment.handoff}`);
  const promotion = handoff.promotion?.(model, environment) ?? null;
  return {
    protected: environment.protected,
    unstable: environment.unstable,
    freeze: freezeView(environment),
    ...verifyView(model, environment),
    handoff: handoff.name,
    sources: handoff.sources,
    variables: handoff.variables(model, environment),
    phases: handoff.phases(model, environment).map(viewPhase),
    ...(promotion === null
      ? {}
      : { promotion: { promote: promotion.promote.map(viewPhase), abort: promotion.abort.map(viewPhase) } }),
  };
}

/** The freeze windows of an environment, with the text that names a window in a message. */
export function freezeView({ freeze }: Environment) {
  return freeze.map(({ schedule, duration, timeZone, begins, minutes }) => ({
    window: `${schedule} for ${duration}, ${timeZone}`,
    timeZone,
    begins,
    minutes,
  }));
}

/** What is verified before a deployment, and how to reach the registries of the images; nothing if nothing is. */
export function verifyView(model: Model, { name, requires }: Environment) {
  if (requires.length === 0) return {};
  const used = model.services.flatMap(({ stages }) =>
    stages
      .filter((it) => it.kind === "deploy" && it.environment === name)
      .flatMap((it) => imagesBefore(stages, it).map(({ registry }) => registry)),
  );
  const registries = model.registries
    .filter((it) => used.includes(it.name))
    .map(({ host, insecure, pull }) => [host, { insecure, pull: pull ?? "" }] as const);
  return { verify: { requires, registries: Object.fromEntries(registries) } };
}

function viewPhase({ script, label, credentials }: Phase) {
  return { script, label, credentials: credentials.map(({ rights: _rights, path: _path, ...binding }) => binding) };
}
