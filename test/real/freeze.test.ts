import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../generator/compile.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { type FreezeWindow, freezeWindows as windows } from "../support/freeze-windows.ts";
import { describeWith } from "../support/requires.ts";
import { whitelists } from "../support/runs/modes.ts";
import { smallSpecs } from "../support/specs.ts";

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
function holds({ schedule, duration, timeZone = "UTC" }: FreezeWindow, moment: string): boolean {
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
