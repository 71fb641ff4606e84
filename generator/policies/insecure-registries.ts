import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** A registry that is given a password is spoken to by TLS. */
export const insecureRegistries: Policy = {
  code: "SW404",
  title: "Passwords go over TLS",
  decision: "Registries that ask for a password have certificates.",
  consequence: "Everybody on the way reads the password, and may hand out another image.",
  check(model) {
    return model.registries.flatMap(({ name, host, insecure, pull, push }) => {
      // A loopback address leaves no machine.
      if (!insecure || (pull ?? push) === null || /^(localhost|127\.)/.test(host)) return [];
      const span = placeOf(model, `registries/${name}/insecure`, "true");
      const hint = "give it a certificate; site.caBundle holds your own authority's";
      return [finding("SW404", span, `registry "${name}" gets a password over plain HTTP`, { hint })];
    });
  },
};
