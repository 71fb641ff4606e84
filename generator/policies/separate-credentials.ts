import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** One credential must not write both a protected environment's repository and an open one's. */
export const separateCredentials: Policy = {
  code: "SW401",
  title: "Protected environments have credentials of their own",
  decision: "Credentials are per environment.",
  consequence: "Whoever reaches the credential in a development job can write production's repository.",
  check(model) {
    const open = new Map(
      model.environments.filter((it) => !it.protected).map((it) => [it.gitops.credentials, it.name]),
    );
    return model.environments.flatMap(({ name, gitops, protected: guarded }) => {
      const { credentials } = gitops;
      const other = open.get(credentials);
      if (!guarded || credentials === null || other === undefined) return [];
      const span = placeOf(model, `environments/${name}/gitops/credentials`, credentials);
      const message = `protected environment "${name}" and "${other}" share the credential "${credentials}"`;
      return [finding("SW401", span, message, { hint: "give the protected environment a credential of its own" })];
    });
  },
};
