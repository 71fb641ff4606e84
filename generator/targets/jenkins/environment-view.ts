import type { Phase } from "../../handoffs/handoff.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import { found } from "../model-lookup.ts";

/** The environment settings for `deployRelease`: the scripts of the handoff, their variables and credentials. */
export function environmentView(model: Model, environment: Environment) {
  const handoff = found(handoffNamed(environment.handoff), `handoff ${environment.handoff}`);
  const promotion = handoff.promotion?.(model, environment) ?? null;
  return {
    protected: environment.protected,
    unstable: environment.unstable,
    freeze: environment.freeze.map(({ schedule, duration, timeZone, begins, minutes }) => ({
      window: `${schedule} for ${duration}, ${timeZone}`,
      timeZone,
      begins,
      minutes,
    })),
    handoff: handoff.name,
    sources: handoff.sources,
    variables: handoff.variables(model, environment),
    phases: handoff.phases(model, environment).map(viewPhase),
    ...(promotion === null
      ? {}
      : { promotion: { promote: promotion.promote.map(viewPhase), abort: promotion.abort.map(viewPhase) } }),
  };
}

function viewPhase({ script, label, credentials }: Phase) {
  return { script, label, credentials: credentials.map(({ rights: _rights, path: _path, ...binding }) => binding) };
}
