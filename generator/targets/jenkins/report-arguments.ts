import type { Coverage, Criticality, Issues, Reports, Sonar } from "../../model/reports.ts";
import type { Stage } from "../../model/service.ts";
import { type Arguments, given } from "./step-arguments.ts";

/** The reports of a build as arguments of its step. Names of metrics and severities are those of the plugins. */
export function reportArguments({ tests, coverage, issues }: Reports, stage: Stage): Arguments {
  const continues = stage.unstable === "continue";
  const allowed = stage.kind === "custom" && stage.allowFailure;
  return {
    tests,
    coverage: coverage === null ? null : coverageArguments(coverage, continues, allowed),
    issues: issues === null ? null : issuesArguments(issues, continues, allowed),
  };
}

function coverageArguments({ reports, qualityGates }: Coverage, continues: boolean, allowed: boolean): Arguments {
  return given({
    reports: reports.map(({ parser, pattern }) => ({ parser: parser.toUpperCase(), pattern })),
    qualityGates: qualityGates.map(({ metric, minimum, criticality }) => ({
      ...{ metric: metric.toUpperCase(), threshold: minimum, criticality: nameOf(criticality, allowed) },
    })),
    continues: continues && (allowed || canBeUnstable(qualityGates)),
  });
}

function issuesArguments({ reports, qualityGates }: Issues, continues: boolean, allowed: boolean): Arguments {
  return given({
    reports: reports.map(({ parser, pattern }) => ({ parser, pattern })),
    // The plugin's threshold is the lowest number that fails.
    qualityGates: qualityGates.map(({ maximum, count, severity, criticality }) => ({
      type: [count, ...(severity === null ? [] : [severity])].join("_").toUpperCase(),
      threshold: maximum + 1,
      criticality: nameOf(criticality, allowed),
    })),
    continues: continues && (allowed || canBeUnstable(qualityGates)),
  });
}

/** The analysis of a stage as an argument; null for none. */
export function sonarArgument(sonar: Sonar | null, allowed: boolean): Arguments | null {
  return sonar === null ? null : { ...sonar, criticality: nameOf(sonar.criticality, allowed) };
}

function canBeUnstable(gates: readonly { readonly criticality: Criticality }[]): boolean {
  return gates.some(({ criticality }) => criticality === "unstable");
}

/** A failed gate cannot be undone, so the gates of a stage that may fail only make it unstable. */
function nameOf(criticality: Criticality, allowed: boolean): string {
  return (allowed ? "unstable" : criticality).toUpperCase();
}
