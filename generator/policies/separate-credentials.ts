import { finding } from "../diagnostics/finding.ts";
import { handoffNamed } from "../handoffs/index.ts";
import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** One credential must not reach both a protected environment and an open one. */
export const separateCredentials: Policy = {
  code: "SW401",
  title: "Protected environments have credentials of their own",
  decision: "Credentials are per environment.",
  consequence: "Whoever reaches the credential in a development job can deploy to production.",
  check(model) {
    const open = new Map(
      model.environments
        .filter((it) => !it.protected)
        .flatMap((it) => credentialsOf(model, it).map(({ id }) => [id, it.name] as const)),
    );
    return model.environments
      .filter((it) => it.protected)
      .flatMap((environment) =>
        credentialsOf(model, environment).flatMap(({ id, path }) => {
          const other = open.get(id);
          if (other === undefined) return [];
          const span = placeOf(model, `environments/${environment.name}/${path}`, id);
          const message = `protected environment "${environment.name}" and "${other}" share the credential "${id}"`;
          return [finding("SW401", span, message, { hint: "give the protected environment a credential of its own" })];
        }),
      );
  },
};

function credentialsOf(model: Model, environment: Environment) {
  const phases = handoffNamed(environment.handoff)?.phases(model, environment) ?? [];
  // What lies nowhere in the environment is the site's: certificates, no secret.
  return phases.flatMap(({ credentials }) => credentials.filter(({ path }) => path !== ""));
}
