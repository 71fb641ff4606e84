import { finding } from "../diagnostics/finding.ts";
import { controllerOf } from "../handoffs/index.ts";
import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import type { DeployStage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** The number of days for which builds of releases must be kept. */
const DAYS = 14;

/** Checks that Jenkins keeps the builds that a rollback needs. */
export const rollbackPath: Policy = {
  code: "SW454",
  slug: "jobs/no-rollback",
  title: "Builds are not kept long enough for a rollback",
  severity: "warning",
  explanation:
    "If a stage requests an approval, or if its handoff keeps no history, a rollback uses the release record of an earlier build. Jenkins deletes that build according to `site.keep`. The release must then be rebuilt while production is broken.",
  decision: "The previous release can be deployed again.",
  target: "jenkins",
  check(model) {
    const { builds, days } = model.site.keep;
    if (builds > 1 && days >= DAYS) return [];
    const kept = builds > 1 ? `${days} days` : "one build";
    const [key, value] = builds > 1 ? ["days", days] : ["builds", builds];
    const affected = environmentsWithoutHistory(model);
    if (affected.length === 0) return [];
    const span = placeOf(model, `site/keep/${key}`, String(value));
    const message = `a rollback of ${affected.join(", ")} needs an earlier build, but Jenkins keeps only ${kept}`;
    return [finding("SW454", span, message, { hint: `keep at least 2 builds and ${DAYS} days` })];
  },
};

/** The environments without a readable history: their rollback needs the release record of an earlier build. */
function environmentsWithoutHistory({ environments, services }: Model): string[] {
  const stages = services.flatMap((it) => it.stages).filter((it) => it.kind === "deploy");
  return environments.filter((it) => stages.some((stage) => needsBuild(stage, it))).map(({ name }) => name);
}

function needsBuild({ environment, approval }: DeployStage, { name, handoff }: Environment): boolean {
  return environment === name && (controllerOf(handoff) === null || approval !== null);
}
