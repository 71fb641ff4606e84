import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that registries with a password use TLS. */
export const insecureRegistries: Policy = {
  code: "SW404",
  slug: "registries/plain-http",
  title: "Registry password is sent over plain HTTP",
  severity: "warning",
  explanation: "Anyone on the network between the agent and the registry can read the password and can replace images.",
  decision: "Registries with a password have a TLS certificate.",
  check(model) {
    return model.registries.flatMap(({ name, host, insecure, pull, push }) => {
      // Traffic to a loopback address does not leave the machine.
      if (!insecure || (pull ?? push) === null || /^(localhost|127\.)/.test(host)) return [];
      const span = placeOf(model, `registries/${name}/insecure`, "true");
      const hint = "use TLS; put the certificates of your own authority into site.caBundle";
      return [finding("SW404", span, `builds send the password of registry "${name}" over plain HTTP`, { hint })];
    });
  },
};
