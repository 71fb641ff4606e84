import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { gitHostOf } from "../../model/git-host.ts";
import { cronObjection } from "../../spec/jenkins-cron.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Intervals that a branch scan supports: every N minutes, hourly, daily. */
const interval = /^(?:(?:H|\*)\/[1-9]\d? \* \* \* \*|H \* \* \* \*|H H \* \* \*)$/;

/** Triggers have a schedule that Jenkins accepts. The branch source starts a multibranch job. It supports only some intervals, and some cannot ignore webhooks. */
export const triggers: Rule = ({ platform, services }) =>
  services.flatMap((service) => {
    const schedules = checkSchedules(service);
    return schedules.length > 0 || service.spec.job !== "multibranch" ? schedules : checkBranchJob(platform, service);
  });

/** If Jenkins refused one schedule, it would reject the definition of the job, and the seed would fail. */
function checkSchedules({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  return (["poll", "cron"] as const).flatMap((key) => {
    const schedule = spec.triggers?.[key];
    const objection = schedule === undefined ? null : cronObjection(schedule);
    if (schedule === undefined || objection === null) return [];
    const hint = `for example ${key === "poll" ? "H/5 * * * *" : "H 3 * * 1-5"}: minute, hour, day, month, day of the week`;
    const message = `Jenkins cannot use the schedule ${show(schedule)}: ${objection}`;
    return [finding("SW205", document.valueSpan(["triggers", key]), message, { hint })];
  });
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
