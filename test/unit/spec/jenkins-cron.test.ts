import { describe, expect, it } from "vitest";
import { cronObjection } from "../../../generator/spec/jenkins-cron.ts";

// The expectations follow CrontabParser.g4 and BaseParser.java of Jenkins 2.516.
describe("a schedule that Jenkins accepts", () => {
  it.each([
    "H/5 * * * *",
    "H H(0-7) * * *",
    "H(0-29)/10 * * * *",
    "0 9-16/2 * * 1-5",
    "0,30 8,20 1,15 1-6,12 0,7",
    "*/10 * * * *",
    "0 5 29 2 *",
    "0 5 30 2,3 *",
    "@daily",
    "@midnight",
    "TZ=Europe/Berlin\nH 3 * * *",
    "# at night\nH 3 * * *\n\nH 5 * * 6",
    "0\t3 * * *",
  ])("%j", (schedule) => {
    expect(cronObjection(schedule)).toBeNull();
  });
});

describe("a schedule that Jenkins refuses", () => {
  it.each([
    ["every 5 minutes", "it has 3 fields instead of 5"],
    ["0 0 12 * * ?", "it has 6 fields instead of 5"],
    ["0 0 * *", "it has 4 fields instead of 5"],
    ["99 * * * *", "the minute 99 is not in 0-59"],
    ["0 0 * * MON", '"MON" is not a valid day of the week'],
    ["0 0 ? * *", '"?" is not a valid day of the month'],
    ["@reboot", "Jenkins has no alias @reboot"],
    ["@every 5m", "Jenkins has no alias @every"],
    ["H/61 * * * *", "the step 61 is larger than the range of 60"],
    ["H H/25 * * *", "the step 25 is larger than the range of 24"],
    ["*/0 * * * *", "the step 0 is not positive"],
    ["5/10 * * * *", '"5/10" is not a valid minute'],
    ["20-10 * * * *", "the range 20-10 runs backwards"],
    ["* 24 * * *", "the hour 24 is not in 0-23"],
    ["0 5 30 2 *", "no chosen month has a day 30"],
    ["0 5 31 4,6 *", "no chosen month has a day 31"],
    ["TZ=Nope/Zone\n0 5 * * *", '"Nope/Zone" is not a known time zone'],
    ["TZ=Europe/Berlin", "it contains no schedule"],
    ["", "it contains no schedule"],
    ["0 5 * * 1,", '"" is not a valid day of the week'],
  ])("%j", (schedule, objection) => {
    expect(cronObjection(schedule)).toBe(objection);
  });
});
