import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** People are asked before a release reaches a protected environment. */
export const requiredApprovers: Policy = {
  code: "SW452",
  title: "Protected environments ask for an approval",
  decision: "Somebody who is named approves what reaches a protected environment.",
  consequence: "Whoever may start the deploy job releases alone: nobody is asked, and no commit says who agreed.",
  check(model) {
    const guarded = new Set(model.environments.filter((it) => it.protected).map(({ name }) => name));
    return model.services.flatMap(({ name, stages }) =>
      stages.flatMap((stage) => {
        if (stage.kind !== "deploy" || stage.approval !== null || !guarded.has(stage.environment)) return [];
        const span = placeOf(model, `services/${name}/stages/${stage.id}/environment`, stage.environment);
        const message = `${name} reaches "${stage.environment}", which is protected, without an approval: whoever may start the job releases it`;
        const hint = "approval: { by: [GROUP], notAuthor: true }";
        return [finding("SW452", span, message, { hint })];
      }),
    );
  },
};
