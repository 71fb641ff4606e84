import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { jobPath } from "../../spec/job-paths.ts";
import { onlyOnce, type Rule } from "./rule.ts";

/** Job names join service and stage: `shop` with stage `a-b` and `shop-a` with stage `b` would meet in one folder. */
export const jobs: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const job = onlyOnce("another stage's job");
  const names = new Set<string>();
  return services.flatMap(({ document, spec }): Diagnostic[] => {
    // Of two services of one name all jobs meet: that is said once.
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
