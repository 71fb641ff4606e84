import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { type Phase as SharedPhase, phasesOf as sharedPhases } from "../shared/phases.ts";
import { phaseSettingsOf as sharedSettings } from "../shared/stage-settings.ts";
import { type OidcLogin, oidcLogin, withIdentities } from "./oidc.ts";
import { type Given, givenBy, registryLogin } from "./secrets.ts";
import { containerPhases } from "./service-containers.ts";

/** A step of a stage, with the expressions that give its secrets, and the logins without a secret. */
export interface Phase extends SharedPhase {
  readonly given: readonly Given[];
  readonly oidc: readonly OidcLogin[];
}

/** The scripts of a stage, in order. */
export function phasesOf(model: Model, stage: Stage): Phase[] {
  const { start, stop } = containerPhases(stage);
  return [...start, ...sharedPhases(withIdentities(model), stage), ...stop].map((phase) => {
    const oidc = phase.logins.flatMap((login) => oidcLogin(model, login));
    const others = phase.logins.filter(({ host }) => !oidc.some((it) => it.host === host));
    return { ...phase, oidc, given: [...others.flatMap(registryLogin), ...givenBy(phase.credentials)] };
  });
}

/** The steps of a pull request: anyone may open one, so they get no secrets and no logins. */
export function withoutSecrets(phases: readonly Phase[]): Phase[] {
  return phases.map((phase) => ({ ...phase, given: [], oidc: [] }));
}

/** The settings of scripts, by their names. */
export function phaseSettingsOf(phases: readonly Phase[]): Readonly<Record<string, unknown>> {
  const settings = Object.entries(sharedSettings(phases));
  return Object.fromEntries(
    settings.map(([id, values]) => {
      const { oidc = [] } = phases.find((it) => it.id === id) ?? {};
      return [id, oidc.length === 0 ? values : { ...(values as object), oidc }];
    }),
  );
}

/** Whether a stage uses secrets that an operator creates. */
export function hasSecrets(phases: readonly Phase[]): boolean {
  return phases.some(({ given }) => given.some(({ secret }) => secret !== null));
}

/** Whether a stage logs in with a token of its run. */
export function hasOidc(phases: readonly Phase[]): boolean {
  return phases.some(({ oidc }) => oidc.length > 0);
}
