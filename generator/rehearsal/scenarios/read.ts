import { dirname, resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ScenariosSpec, scenarios } from "../../generated/spec-types.ts";
import type { SourceText } from "../../input.ts";
import { parseText } from "../../parse/parse-text.ts";
import type { InputAnswer, Rule } from "../../rehearse/index.ts";
import { checkSchema } from "../../validate/schema/check-schema.ts";
import type { RehearsalRequest } from "../request.ts";

/** A scenario file with valid content. */
export interface ScenarioFile {
  readonly path: string;
  readonly spec: ScenariosSpec;
  /** The line of each scenario. */
  readonly lines: readonly number[];
}

/** Reads a scenario file; null after an error. */
export function readScenarios(source: SourceText): {
  readonly file: ScenarioFile | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const parsed = parseText(source);
  const { checked, diagnostics } = checkSchema<ScenariosSpec>(parsed.document, "scenarios");
  const found = [...parsed.diagnostics, ...diagnostics];
  if (checked === null || found.some(({ severity }) => severity === "error")) return { file: null, diagnostics: found };
  const { spec } = checked;
  const lines = spec.scenarios.map((_it, index) => parsed.document.find(["scenarios", index])?.span.at.line ?? 1);
  return { file: { path: source.path, spec, lines }, diagnostics: found };
}

/** The rehearsal of a scenario. Paths are relative to the file's folder. */
export function requestOf(
  { spec }: ScenarioFile,
  scenario: scenarios.Scenario,
  file: string,
  coverage: boolean,
  credentials: string | null,
): RehearsalRequest {
  const path = (given: string | undefined) => (given === undefined ? null : resolve(dirname(file), given));
  const record = path(scenario.record);
  const stage = scenario.stage ?? null;
  return {
    service: spec.service,
    from: record === null ? null : stage,
    record,
    until: scenario.until ?? stage,
    stage,
    parameters: scenario.parameters ?? {},
    branch: scenario.branch ?? null,
    tag: scenario.tag ?? null,
    pullRequest: scenario.pullRequest ?? null,
    timer: scenario.timer ?? false,
    engine: scenario.engine ?? null,
    restartEveryStep: scenario.restartEveryStep ?? false,
    sandbox: scenario.sandbox ?? false,
    dry: scenario.dry ?? false,
    ignoreFreeze: scenario.ignoreFreeze ?? false,
    withRegistry: scenario.withRegistry ?? false,
    withGitops: scenario.withGitops ?? false,
    source: path(scenario.source),
    credentials,
    madeUp: spec.credentials ?? {},
    stubs: path(scenario.stubs),
    answers: scenario.approvals?.map(answerOf) ?? null,
    rules: (scenario.plant ?? []).map(ruleOf),
    again: scenario.again ?? [],
    coverage,
    script: scenario.script ?? null,
  };
}

function answerOf({ by, groups, message, reject }: scenarios.Answer): InputAnswer {
  return {
    submitter: by,
    once: true,
    ...(groups === undefined ? {} : { groups }),
    ...(message === undefined ? {} : { match: message }),
    ...(reject ? { abort: true } : {}),
  };
}

/** The name of the rule of a planted fault, by its place in the scenario. */
export function ruleId(index: number): string {
  return `plant ${index + 1}`;
}

function ruleOf({ returns, ...fault }: scenarios.PlantedFault, index: number): Rule {
  return { id: ruleId(index), ...fault, ...(returns === undefined ? {} : { value: returns }) } as Rule;
}
