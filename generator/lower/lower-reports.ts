import { defaults } from "../generated/defaults.ts";
import type { Coverage, Issues, Reports, Sonar } from "../model/reports.ts";
import type { BuildSpec, StageOf } from "../spec/specs.ts";
import type { Section } from "./section.ts";

type Reported = Pick<BuildSpec | StageOf<"custom">, "tests" | "coverage" | "issues">;

/** Lowers the reports of a build or a command. */
export function lowerReports({ tests, coverage, issues }: Reported, section: Section): Reports {
  return {
    tests: section.take("tests", tests, []),
    coverage: coverage === undefined ? section.take("coverage", undefined, null) : lowerCoverage(coverage, section),
    issues: issues === undefined ? section.take("issues", undefined, null) : lowerIssues(issues, section),
  };
}

function lowerCoverage(spec: NonNullable<Reported["coverage"]>, section: Section): Coverage {
  const within = section.within("coverage");
  const gates = within.take<NonNullable<typeof spec.qualityGates>>("qualityGates", spec.qualityGates, []);
  return {
    reports: within.take("reports", spec.reports, []),
    qualityGates: gates.map((gate) => ({ ...defaults.coverageGate, ...gate })),
  };
}

function lowerIssues(spec: NonNullable<Reported["issues"]>, section: Section): Issues {
  const within = section.within("issues");
  const gates = within.take<NonNullable<typeof spec.qualityGates>>("qualityGates", spec.qualityGates, []);
  return {
    reports: within.take("reports", spec.reports, []),
    qualityGates: gates.map((gate) => ({ severity: null, ...defaults.issuesGate, ...gate })),
  };
}

/** Lowers the analysis of a stage. */
export function lowerSonar(spec: StageOf<"source" | "custom">["sonar"], section: Section): Sonar | null {
  if (spec === undefined) return section.take("sonar", undefined, null);
  const within = section.within("sonar");
  return {
    server: within.take("server", spec.server, ""),
    timeout: within.take<number>("timeout", spec.timeout, defaults.sonar.timeout),
    criticality: within.take<Sonar["criticality"]>("criticality", spec.criticality, defaults.sonar.criticality),
  };
}
