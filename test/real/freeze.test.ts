import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../generator/compile.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { whitelists } from "../support/runs/modes.ts";
import { smallSpecs } from "../support/specs.ts";

/** A window of a spec, with moments in UTC inside and outside of it. */
interface Window {
  readonly name: string;
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone?: string;
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

const windows: readonly Window[] = [
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

/** The fields of a moment in a zone, by ICU. */
function fieldsOf(moment: number, timeZone: string): number[] {
  const options = { minute: "numeric", hour: "numeric", day: "numeric", month: "numeric", weekday: "short" } as const;
  const parts = new Intl.DateTimeFormat("en-US", { ...options, hourCycle: "h23", timeZone }).formatToParts(moment);
  const field = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(field("weekday"));
  return [...["minute", "hour", "day", "month"].map((type) => Number(field(type))), weekday];
}

const NAMES = { SUN: "0", MON: "1", FRI: "5", SAT: "6", DEC: "12" };

/** Whether a cron field matches a number, computed without a list of numbers. */
function admits(field: string, number: number, most: number): boolean {
  return field.split(",").some((part) => {
    const plain = part.replace(/[A-Z]+/g, (name) => NAMES[name as keyof typeof NAMES]);
    const [range = "", step = "1"] = plain.split("/");
    const [low, high = plain.includes("/") ? String(most) : low] =
      range === "*" ? ["0", String(most)] : range.split("-");
    return number >= Number(low) && number <= Number(high) && (number - Number(low)) % Number(step) === 0;
  });
}

/** Whether a window is active: it began less than its duration ago. Computed from the spec's text. */
function holds({ schedule, duration, timeZone = "UTC" }: Window, moment: string): boolean {
  const fields = schedule.split(" ");
  const length = Number.parseInt(duration, 10) * (duration.endsWith("h") ? 60 : 1);
  return Array.from({ length }, (_, ago) => Date.parse(moment) - ago * 60_000).some((begin) => {
    const numbers = fieldsOf(begin, timeZone);
    const [minute, hour, day, month, weekday] = fields.map((it, at) =>
      admits(it, numbers[at] ?? -1, [59, 23, 31, 12, 6][at] ?? 0),
    );
    const any = fields.map((it) => it.startsWith("*"));
    return minute && hour && month && (any[2] || any[4] ? day && weekday : day || weekday);
  });
}

test.each(windows)("the table agrees with ICU's calendar: $name", (window) => {
  for (const moment of window.inside) expect(holds(window, moment), moment).toBe(true);
  for (const moment of window.outside) expect(holds(window, moment), moment).toBe(false);
});

describeWith(["java", "mvn"], "freeze windows of a sandboxed library, on the CPS engine", () => {
  const root = mkdtempSync(join(tmpdir(), "freeze-"));
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
    for (const { path, content } of generated()) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  });
  afterAll(async () => {
    await runner?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  /** An environment for each window of the table. */
  function generated() {
    const dev = /^ {2}dev: .*$/m.exec(smallSpecs["stagewright.yaml"] ?? "")?.[0] ?? "";
    const frozen = windows.map(({ schedule, duration, timeZone }, at) => {
      const freeze = JSON.stringify([{ schedule, duration, ...(timeZone === undefined ? {} : { timeZone }) }]);
      return dev.replace("dev: {", `w${at}: { freeze: ${freeze},`).replace("{service}-dev", `{service}-w${at}`);
    });
    const text = smallSpecs["stagewright.yaml"]?.replace(dev, [dev, ...frozen].join("\n"));
    const names = ["dev", ...windows.map((_, at) => `w${at}`)].join(", ");
    const { files, diagnostics } = compile({
      platform: {
        path: "stagewright.yaml",
        text: text?.replace("environments: [dev]", `environments: [${names}]`) ?? "",
      },
      services: [{ path: "services/shop.yaml", text: smallSpecs["services/shop.yaml"] ?? "" }],
    });
    if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
    return files.filter(({ path }) => path.startsWith("library/"));
  }

  /** Prints the table as the library computes it. */
  const script = [
    "@Library('acme-ci') _",
    "import com.acme.ci.Freeze",
    "import com.acme.ci.Site",
    ...windows.flatMap(({ inside, outside }, at) => {
      const moments = [...inside, ...outside].map((moment) => `${Date.parse(moment)}L`).join(", ");
      return [
        `def w${at} = ''`,
        `for (long at in [${moments}]) {`,
        `    w${at} += Freeze.window(Site.environments().w${at}.freeze, at) + ';'`,
        "}",
        `echo 'w${at} ' + w${at}`,
      ];
    }),
  ].join("\n");
  const expected = windows.map(({ schedule, duration, timeZone = "UTC", inside, outside }, at) => {
    const words = `${schedule} for ${duration}, ${timeZone};`;
    return `w${at} ${words.repeat(inside.length)}${";".repeat(outside.length)}`;
  });

  test.each([
    ["the runner's own list", {}],
    ["script-security's lists, where they are", whitelists],
  ])("are active at the same moments, with %s", async (_, lists) => {
    const jenkins = await runner.controller({
      home: join(root, `home-${Object.keys(lists).length}`),
      ...{ agents: [{ name: "one", labels: ["linux"] }], sandbox: true, ...lists },
      libraries: [{ name: "acme-ci", root: join(root, "library"), trusted: false, folder: "/test" }],
      jobs: [{ path: "/test/job", script }],
    });
    try {
      const build = await jenkins.build({ job: "/test/job" });
      expect(build.violations).toEqual([]);
      expect(build.result, build.log).toBe("SUCCESS");
      expect(build.log.split("\n").filter((line) => /^w\d+ /.test(line))).toEqual(expected);
    } finally {
      await jenkins.close();
    }
  });
});
