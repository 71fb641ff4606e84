import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that a deploy stage requests an approval before it releases to a protected environment. */
export const requiredApprovers: Policy = {
  code: "SW452",
  decision: "A named user or group approves each release to a protected environment.",
  check(model) {
    const protectedNames = new Set(model.environments.filter((it) => it.protected).map(({ name }) => name));
    return model.services.flatMap(({ name, stages }) =>
      stages.flatMap((stage) => {
        if (stage.kind !== "deploy" || stage.approval !== null || !protectedNames.has(stage.environment)) return [];
        const span = placeOf(model, `services/${name}/stages/${stage.id}/environment`, stage.environment);
        const message = `${name} releases to the protected environment "${stage.environment}" without an approval: anyone with permission to start the job can release`;
        const hint = "add approval: { by: [GROUP], notAuthor: true }";
        return [finding("SW452", span, message, { hint })];
      }),
    );
  },
};
