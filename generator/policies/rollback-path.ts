import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import type { DeployStage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** A release's build is kept for as long as somebody may want it back. */
const DAYS = 14;

/** What ran before can come back. */
export const rollbackPath: Policy = {
  code: "SW454",
  title: "There is a way back",
  decision: "The release before can be deployed again.",
  consequence:
    "When a release fails, the build that holds the one before is gone: it has to be built anew, while nothing works.",
  check(model) {
    const { builds, days } = model.site.keep;
    if (builds > 1 && days >= DAYS) return [];
    const kept = builds > 1 ? `${days} days` : "one build";
    const [key, value] = builds > 1 ? ["days", days] : ["builds", builds];
    const bound = namingBuild(model);
    if (bound.length === 0) return [];
    const span = placeOf(model, `site/keep/${key}`, String(value));
    const message = `a rollback of ${bound.join(", ")} names an older build, and Jenkins keeps ${kept}`;
    return [finding("SW454", span, message, { hint: `keep ${DAYS} days and several builds at least` })];
  },
};

/** The environments whose history a rollback cannot read: it takes the record of the build that it names. */
function namingBuild({ environments, services }: Model): string[] {
  const stages = services.flatMap((it) => it.stages).filter((it) => it.kind === "deploy");
  return environments.filter((it) => stages.some((stage) => names(stage, it))).map(({ name }) => name);
}

function names({ environment, approval }: DeployStage, { name, handoff }: Environment): boolean {
  return environment === name && (handoff !== "argocd" || approval !== null);
}
