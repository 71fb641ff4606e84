import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** One Argo CD for protected and open environments is a decision to know the price of. */
export const separateInstances: Policy = {
  code: "SW420",
  title: "Protected environments have an Argo CD of their own",
  decision: "What breaks in development stops no release to production.",
  consequence: "When the one Argo CD is down, nothing new can be deployed anywhere; what runs goes on running.",
  check(model) {
    const guarded = new Map(model.environments.map((it) => [it.name, it.protected]));
    return model.delivery.instances.flatMap(({ name, environments }) => {
      if (new Set(environments.map((it) => guarded.get(it))).size < 2) return [];
      const span = placeOf(model, `delivery/instances/${name}/environments`);
      const message = `Argo CD "${name}" serves protected and open environments: while it is down, nothing new reaches ${environments.join(", ")}; what runs there goes on running`;
      return [finding("SW420", span, message, { hint: "give the protected ones an instance of their own" })];
    });
  },
};
