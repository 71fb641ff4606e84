import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { jobPath } from "../../spec/job-paths.ts";
import { onlyOnce, type Rule } from "./rule.ts";

/** Job names combine service and stage: `shop` with stage `a-b` and `shop-a` with stage `b` have the same name. */
export const jobs: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const job = onlyOnce("the job of another stage");
  const names = new Set<string>();
  return services.flatMap(({ document, spec }): Diagnostic[] => {
    // Another rule reports two services with the same name.
    if (names.has(spec.service)) return [];
    names.add(spec.service);
    const paths = new Map<string, number>();
    spec.stages.forEach((stage, index) => {
      const path = jobPath(platform.spec, spec, stage);
      if (!paths.has(path)) paths.set(path, index);
    });
    return [...paths].flatMap(([path, index]) => job(path, document.valueSpan(["stages", index, "id"])));
  });
};
