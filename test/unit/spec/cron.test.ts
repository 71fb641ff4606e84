import { expect, it } from "vitest";
import { cronProblem } from "../../../generator/spec/cron.ts";

it.each([
  "H/5 * * * *",
  "H H(0-6) * * 1-5",
  "H(0-29)/10 * * * *",
  "0,15,30 8-18/2 1 1,6 0,7",
  "@daily",
  "TZ=Europe/Berlin\n# at night\nH 3 * * *",
])("accepts %j", (schedule) => {
  expect(cronProblem(schedule)).toBeNull();
});

it.each([
  ["every 5 minutes", "it has 3 fields; Jenkins has five"],
  ["* * 0 * *", "the field day of the month has values from 1 to 31, not 0"],
  ["* * * 13 *", "the field month has values from 1 to 12, not 13"],
  ["* * * * 8", "the field day of the week has values from 0 to 7, not 8"],
  ["*/0 * * * *", "the step of the field minute is from 1 to 59, not 0"],
  ["H(40-20) * * * *", 'the range "H(40-20)" begins after its end'],
  ["5/10 * * * *", '"5/10" is not a value of the field minute'],
  ["@reboot", "the aliases are @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually"],
  ["# only a comment", "it contains no schedule"],
])("rejects %j", (schedule, problem) => {
  expect(cronProblem(schedule)).toBe(problem);
});
