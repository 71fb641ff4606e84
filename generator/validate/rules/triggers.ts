import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { gitHostOf } from "../../model/git-host.ts";
import type { SpecPath } from "../../parse/document.ts";
import { cronObjection } from "../../spec/jenkins-cron.ts";
import { type Checked, type StageSpec, whenOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Intervals that a branch scan supports: every N minutes, hourly, daily. */
const interval = /^(?:(?:H|\*)\/[1-9]\d? \* \* \* \*|H \* \* \* \*|H H \* \* \*)$/;

/** The branch source starts a multibranch job. It supports only some intervals, and some cannot ignore webhooks. */
export const triggers: Rule = ({ platform, services }) => [
  ...services.flatMap(checkSchedules),
  ...services.filter(({ spec }) => spec.job === "multibranch").flatMap((service) => checkBranchJob(platform, service)),
];

/** Job DSL fails for all jobs if one schedule is invalid. */
function checkSchedules(service: Checked<ServiceSpec>): Diagnostic[] {
  const { spec } = service;
  const found = (["poll", "cron"] as const).flatMap((key) =>
    key === "poll" && spec.job === "multibranch" ? [] : checkSchedule(service, spec.triggers?.[key], ["triggers", key]),
  );
  return [...found, ...spec.stages.flatMap((stage, index) => checkCondition(service, stage, index))];
}

function checkSchedule({ document }: Checked<ServiceSpec>, schedule: string | undefined, path: SpecPath): Diagnostic[] {
  const problem = schedule === undefined ? null : cronObjection(schedule);
  if (problem === null) return [];
  const message = `${show(schedule)} is not a schedule of Jenkins: ${problem}`;
  return [finding("SW366", document.valueSpan(path), message, { hint: "for example H/5 * * * *" })];
}

/** A build only knows that the timer started it, not by which of several schedules. */
function checkCondition(service: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  const { document, spec } = service;
  const schedule = whenOf(stage)?.cron;
  if (schedule === undefined) return [];
  const path = ["stages", index, "when", "cron"];
  const [first] = spec.stages.filter((it) => whenOf(it)?.cron !== undefined);
  const other = spec.triggers?.cron ?? (first === undefined ? undefined : whenOf(first)?.cron) ?? schedule;
  const invalid = checkSchedule(service, schedule, path);
  if (invalid.length > 0 || other === schedule) return invalid;
  const where = spec.triggers?.cron === undefined ? `stage "${first?.id}"` : "triggers.cron";
  const message = `${where} has the schedule ${show(other)}: a build does not know which schedule started it`;
  return [finding("SW388", document.valueSpan(path), message, { hint: `set the same schedule, ${show(other)}` })];
}

function checkBranchJob(
  platform: Checked<PlatformSpec> | null,
  { document, spec }: Checked<ServiceSpec>,
): Diagnostic[] {
  const { poll, webhook } = spec.triggers ?? {};
  const { git, statuses } = platform?.spec.site ?? {};
  const host = gitHostOf(spec.git, git?.host ?? statuses?.host ?? null);
  const found: Diagnostic[] = [];
  if (poll !== undefined && !interval.test(poll)) {
    const hint = "use H/5 * * * *, H * * * * or H H * * *; use cron to build at a time of day";
    const message = `${show(poll)} is not an interval, which a multibranch job requires`;
    found.push(finding("SW345", document.valueSpan(["triggers", "poll"]), message, { hint }));
  }
  if (webhook === false && host !== null) {
    const message = `a multibranch job always listens to ${host}'s webhook`;
    const hint = "remove webhook, or set job: plain";
    found.push(finding("SW345", document.keySpan(["triggers", "webhook"]), message, { hint }));
  }
  return found;
}
