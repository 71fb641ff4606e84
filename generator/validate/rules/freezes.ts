import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { readSchedule } from "../../spec/schedule.ts";
import type { Rule } from "./rule.ts";

/** A freeze's schedule must hold some day, in a time zone that there is. */
export const freezes: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.environments ?? {}).flatMap(([name, { freeze = [] }]) =>
    freeze.flatMap(({ schedule, timeZone }, index) => {
      const span = (key: string) => document.valueSpan(["environments", name, "freeze", index, key]);
      const hint = "minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday";
      return [
        ...(readSchedule(schedule) === null
          ? [finding("SW331", span("schedule"), `${show(schedule)} is no schedule of cron's`, { hint })]
          : []),
        ...(timeZone === undefined || isTimeZone(timeZone)
          ? []
          : [finding("SW331", span("timeZone"), `${show(timeZone)} is no time zone of the database`)]),
      ];
    }),
  );
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
