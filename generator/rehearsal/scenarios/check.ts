import type { scenarios } from "../../generated/spec-types.ts";
import type { BuildResult } from "../../rehearse/index.ts";
import type { JenkinsService } from "../../targets/jenkins/jenkins-model.ts";
import { describe } from "../print-live.ts";
import type { Rehearsal } from "../session.ts";
import { type BuildReport, type StepReport, skippedIn } from "../timeline.ts";
import { ruleId } from "./read.ts";

interface Called {
  readonly build: BuildReport;
  readonly step: StepReport;
}

/** Compares a rehearsal with the expectations of its scenario. Returns a sentence for each one that does not hold. */
export function checkExpectations({ expect = {}, plant = [] }: scenarios.Scenario, done: Rehearsal): readonly string[] {
  const called = callsOf(done);
  return [
    ...checkResults(expect, done),
    ...checkError(expect, done),
    ...(expect.calls ?? []).flatMap((call) => checkCall(call, called)),
    ...(expect.never ?? []).flatMap((call) => checkNever(call, called)),
    ...checkOrder(expect.order ?? [], called),
    ...checkLogs(expect, done.builds),
    ...plant.flatMap((fault, index) => checkPlanted(fault, index, called)),
    ...done.leaks,
  ];
}

/** All steps of all builds, in the order in which they began. */
function callsOf({ timeline }: Rehearsal): readonly Called[] {
  const all = timeline.builds.flatMap((build) => build.steps.map((step) => ({ build, step })));
  return all.sort((one, other) => one.step.begin - other.step.begin);
}

function checkResults({ result, stages = {} }: scenarios.Expectations, { timeline, service }: Rehearsal): string[] {
  const problems: string[] = [];
  for (const [id, wanted] of Object.entries(stages)) {
    const actual = resultOfStage(service, id, timeline.builds);
    if (actual === null) problems.push(`${service.name} has no stage "${id}"`);
    else if (actual !== wanted) problems.push(`stage ${id}: expected ${wanted}, but the result is ${actual}`);
  }
  const unexpected = timeline.builds.find((build) => resultOf(build) !== "success");
  if (result !== undefined) {
    const actual = resultOf(timeline.builds.at(-1));
    if (actual !== result)
      problems.push(`expected the result ${result}, but it is ${actual}${reasonOf(timeline.builds.at(-1))}`);
  } else if (Object.keys(stages).length === 0 && unexpected !== undefined) {
    problems.push(
      `${unexpected.job} #${unexpected.number} must succeed, but the result is ${resultOf(unexpected)}${reasonOf(unexpected)}`,
    );
  }
  return problems;
}

function reasonOf(build: BuildReport | undefined): string {
  return build?.error ? `: ${build.error}` : "";
}

function resultOfStage(service: JenkinsService, id: string, builds: readonly BuildReport[]): string | null {
  const stage = service.stages.find((it) => it.id === id);
  if (stage === undefined) return null;
  const own = builds.filter(({ job }) => job === stage.job || job.startsWith(`${stage.job}/`));
  const last = own.at(-1);
  return last !== undefined && skippedIn(last).some((it) => it.stage === id) ? "skipped" : resultOf(last);
}

function resultOf(build: BuildReport | undefined): string {
  return build?.result === undefined || build.result === null
    ? "not-run"
    : build.result.toLowerCase().replaceAll("_", "-");
}

function checkError({ error }: scenarios.Expectations, { timeline }: Rehearsal): string[] {
  const errors = timeline.builds.flatMap((build) => [build.error, ...build.violations]).filter((it) => it !== null);
  if (error === undefined || errors.some((it) => it.includes(error))) return [];
  return [
    `expected the error "${error}", but ${errors.length === 0 ? "there is no error" : `the errors are: ${errors.join("; ")}`}`,
  ];
}

function checkCall(call: scenarios.CallOfAStep, called: readonly Called[]): string[] {
  const found = called.filter((it) => fits(call, it));
  if (call.times === undefined ? found.length > 0 : found.length === call.times) return [];
  const wanted = call.times === undefined ? "at least once" : timesOf(call.times);
  const last = found.at(-1);
  const where = last === undefined ? "" : `; the last call is${placeOf(last)}`;
  return [`expected ${nameOf(call)} ${wanted}, but it was called ${timesOf(found.length)}${where}`];
}

function checkNever(call: scenarios.CallOfAStep, called: readonly Called[]): string[] {
  const found = called.find((it) => fits(call, it));
  return found === undefined ? [] : [`${nameOf(call)} must not be called, but it was${placeOf(found)}`];
}

function placeOf({ build, step }: Called): string {
  const [frame] = step.frames;
  const at = frame === undefined ? "" : `, at ${frame.file}:${frame.line}`;
  return ` in ${build.job} #${build.number}: ${step.name} ${describe(step)}`.trimEnd() + at;
}

function checkOrder(order: readonly scenarios.CallOfAStep[], called: readonly Called[]): string[] {
  let from = 0;
  for (const [index, call] of order.entries()) {
    const found = called.findIndex((it, position) => position >= from && fits(call, it));
    if (found < 0) {
      const before = order[index - 1];
      return [
        `expected ${nameOf(call)}${before === undefined ? "" : ` after ${nameOf(before)}`}, but it was not called`,
      ];
    }
    from = found + 1;
  }
  return [];
}

function checkLogs({ log = [], notInLog = [] }: scenarios.Expectations, builds: readonly BuildResult[]): string[] {
  const missing = log.filter((text) => !builds.some((build) => build.log.includes(text)));
  const extra = notInLog.filter((text) => builds.some((build) => build.log.includes(text)));
  return [
    ...missing.map((text) => `expected "${text}" in a log`),
    ...extra.map((text) => `"${text}" must not be in a log`),
  ];
}

function checkPlanted(fault: scenarios.PlantedFault, index: number, called: readonly Called[]): string[] {
  if (called.some(({ step }) => step.rule === ruleId(index))) return [];
  return [`the planted fault ${index + 1} (${nameOf(fault)}) never applied: no step matches it`];
}

type Conditions = Pick<
  scenarios.PlantedFault,
  "step" | "label" | "contains" | "arguments" | "job" | "stage" | "agent" | "container"
>;

/** The same rules as in the runner: all conditions must hold. */
function fits(wanted: Conditions, { build, step }: Called): boolean {
  const { contains, arguments: exact = {} } = wanted;
  return (
    equal(wanted.step, step.name) &&
    equal(wanted.label, step.arguments.label) &&
    equal(wanted.agent, step.agent) &&
    equal(wanted.container, step.container) &&
    (wanted.job === undefined || build.job === wanted.job || build.job.startsWith(`${wanted.job}/`)) &&
    (wanted.stage === undefined || step.stage.split(" / ").includes(wanted.stage)) &&
    (contains === undefined || holds(step.arguments, contains)) &&
    Object.entries(exact).every(([name, value]) => String(step.arguments[name]) === value)
  );
}

/** Whether a text is in a value, or in a value of a list or map. */
function holds(value: unknown, text: string): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((it) => holds(it, text));
  return String(value).includes(text);
}

function equal(wanted: string | undefined, actual: unknown): boolean {
  return wanted === undefined || wanted === actual;
}

function nameOf({ step, label, contains, stage, job, arguments: exact }: Conditions): string {
  const parts = [
    step ?? "a step",
    label === undefined ? "" : `"${label}"`,
    contains === undefined ? "" : `with "${contains}"`,
    exact === undefined
      ? ""
      : `with ${Object.entries(exact)
          .map(([name, value]) => `${name}: ${value}`)
          .join(", ")}`,
    stage === undefined ? "" : `in stage ${stage}`,
    job === undefined ? "" : `of ${job}`,
  ];
  return parts.filter((it) => it !== "").join(" ");
}

function timesOf(count: number): string {
  return count === 0 ? "never" : count === 1 ? "once" : `${count} times`;
}
