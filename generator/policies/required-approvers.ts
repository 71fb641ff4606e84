import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that a deploy stage requests an approval before it releases to a protected environment. */
export const requiredApprovers: Policy = {
  code: "SW452",
  slug: "approvals/missing-for-protected",
  title: "Protected environment has no approval",
  severity: "note",
  explanation:
    "Anyone with permission to start the deploy job can release to the protected environment. With `approval`, the job requests an approval from named users or groups, and the commit records the approver and the reason.",
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
