/** A window of a spec, with moments in UTC inside and outside of it. */
export interface FreezeWindow {
  readonly name: string;
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone?: string;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

/** Windows at the borders of days, months and clock changes. */
export const freezeWindows: readonly FreezeWindow[] = [
  {
    name: "a weekend, from Friday afternoon on",
    ...{ schedule: "0 16 * * 5", duration: "64h", timeZone: "Europe/Berlin" },
    inside: ["2026-11-27T15:00:00Z", "2026-11-29T12:00:00Z", "2026-11-30T06:59:59Z"],
    outside: ["2026-11-27T14:59:59Z", "2026-11-30T07:00:00Z", "2026-11-25T15:30:00Z"],
  },
  {
    name: "over midnight and the end of a month",
    ...{ schedule: "30 23 31 * *", duration: "90m" },
    inside: ["2026-08-31T23:30:00Z", "2026-09-01T00:59:59Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
    outside: ["2026-08-31T23:29:59Z", "2026-09-01T01:00:00Z", "2026-09-30T23:45:00Z", "2027-02-28T23:45:00Z"],
  },
  {
    name: "a leap day",
    ...{ schedule: "0 0 29 2 *", duration: "24h", timeZone: "America/New_York" },
    inside: ["2028-02-29T05:00:00Z", "2028-03-01T04:59:59Z"],
    outside: ["2028-02-29T04:59:59Z", "2028-03-01T05:00:00Z", "2027-03-01T12:00:00Z", "2027-02-28T12:00:00Z"],
  },
  {
    name: "a zone that is not a whole number of hours away",
    ...{ schedule: "0 9 * * MON", duration: "2h", timeZone: "Asia/Kathmandu" },
    inside: ["2026-11-23T03:15:00Z", "2026-11-23T05:14:59Z"],
    outside: ["2026-11-23T03:14:59Z", "2026-11-23T05:15:00Z", "2026-11-24T04:00:00Z"],
  },
  {
    name: "the day before where it begins, the day after where it is asked",
    ...{ schedule: "0 20 31 12 *", duration: "10h", timeZone: "Pacific/Auckland" },
    inside: ["2026-12-31T07:00:00Z", "2026-12-31T16:59:59Z"],
    outside: ["2026-12-31T06:59:59Z", "2026-12-31T17:00:00Z"],
  },
  {
    name: "longer by the hour that comes twice in autumn",
    ...{ schedule: "30 2 * 10 SUN", duration: "30m", timeZone: "Europe/Berlin" },
    inside: ["2026-10-25T00:30:00Z", "2026-10-25T00:59:59Z", "2026-10-25T01:30:00Z", "2026-10-25T01:59:59Z"],
    outside: ["2026-10-25T00:29:59Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"],
  },
  {
    name: "as many hours as it says, over the hour that is missing in spring",
    ...{ schedule: "0 1 * 3 SUN", duration: "3h", timeZone: "Europe/Berlin" },
    inside: ["2026-03-29T00:00:00Z", "2026-03-29T02:59:59Z"],
    outside: ["2026-03-28T23:59:59Z", "2026-03-29T03:00:00Z"],
  },
  {
    name: "none where it would begin in the hour that is missing, as for Argo CD",
    ...{ schedule: "30 2 * 3 SUN", duration: "1h", timeZone: "Europe/Berlin" },
    inside: ["2026-03-22T01:30:00Z"],
    outside: ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"],
  },
  {
    name: "where clocks are changed by half an hour",
    ...{ schedule: "45 1 * 10 SUN", duration: "2h", timeZone: "Australia/Lord_Howe" },
    inside: ["2026-10-03T15:15:00Z", "2026-10-03T17:14:59Z"],
    outside: ["2026-10-03T15:14:59Z", "2026-10-03T17:15:00Z"],
  },
  {
    name: "either of two kinds of days",
    ...{ schedule: "0 0 1 * FRI", duration: "24h" },
    inside: ["2026-12-01T10:00:00Z", "2026-11-27T10:00:00Z"],
    outside: ["2026-11-30T23:59:59Z", "2026-12-02T00:00:00Z"],
  },
  {
    name: "weekdays only, where a step of one means any day",
    ...{ schedule: "0 0 */1 * SAT,SUN", duration: "24h" },
    inside: ["2026-11-28T00:00:00Z", "2026-11-29T23:59:59Z"],
    outside: ["2026-11-27T23:59:59Z", "2026-11-30T00:00:00Z"],
  },
  {
    name: "ranges and steps",
    ...{ schedule: "0-30/15 8/4 * DEC-DEC *", duration: "5m" },
    inside: ["2026-12-05T08:04:00Z", "2026-12-05T12:15:00Z", "2026-12-05T20:34:59Z"],
    outside: ["2026-12-05T08:05:00Z", "2026-12-05T12:45:00Z", "2026-12-05T10:00:00Z", "2026-11-05T08:00:00Z"],
  },
];
