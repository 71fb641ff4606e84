import { finding } from "../diagnostics/finding.ts";
import { handoffNamed } from "../handoffs/index.ts";
import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that no credential is used for both a protected and an open environment. */
export const separateCredentials: Policy = {
  code: "SW401",
  slug: "credentials/shared-with-protected",
  title: "Protected and open environments share a credential",
  severity: "warning",
  explanation:
    "Anyone who can read the credential in a development job can also deploy to production. Use a separate credential for each protected environment.",
  decision: "Protected environments have their own credentials.",
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
          const message = `the protected environment "${environment.name}" and the open environment "${other}" share the credential "${id}"`;
          return [
            finding("SW401", span, message, { hint: "create a separate credential for the protected environment" }),
          ];
        }),
      );
  },
};

function credentialsOf(model: Model, environment: Environment) {
  const phases = handoffNamed(environment.handoff)?.phases(model, environment) ?? [];
  // A credential without a path in the environment belongs to the site: certificates, not a secret.
  return phases.flatMap(({ credentials }) => credentials.filter(({ path }) => path !== ""));
}
