import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { hasDate } from "../../spec/calendar.ts";
import { readSchedule } from "../../spec/schedule.ts";
import { isTimeZone } from "../../spec/time-zone.ts";
import type { Rule } from "./rule.ts";

/** The schedule of a freeze is a valid cron expression, in a known time zone. */
export const freezes: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.environments ?? {}).flatMap(([name, { freeze = [] }]) =>
    freeze.flatMap(({ schedule, timeZone }, index) => {
      const span = (key: string) => document.valueSpan(["environments", name, "freeze", index, key]);
      const hint = "minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday";
      return [
        ...scheduleObjection(schedule).map((message) => finding("SW331", span("schedule"), message, { hint })),
        ...(timeZone === undefined || isTimeZone(timeZone)
          ? []
          : [
              finding("SW331", span("timeZone"), `${show(timeZone)} is not a known time zone`, {
                hint: "use a name of the IANA database, for example Europe/Berlin",
              }),
            ]),
      ];
    }),
  );
};

function scheduleObjection(schedule: string): string[] {
  const begin = readSchedule(schedule);
  if (begin === null) return [`${show(schedule)} is not a cron schedule`];
  const { days, months, weekdays } = begin;
  // A schedule with days and weekdays begins on both.
  const exists = days.length === 0 || months.length === 0 || weekdays.length > 0 || hasDate(days, months);
  return exists ? [] : [`${show(schedule)} never begins: no chosen month has such a day`];
}
