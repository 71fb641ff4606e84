import { hasDate } from "./calendar.ts";
import { isTimeZone } from "./time-zone.ts";

/** Lowest and highest value of each field, as in `hudson.scheduler.BaseParser` of Jenkins 2.516. */
const FIELDS = [
  { name: "minute", least: 0, most: 59, mostOfHash: 59 },
  { name: "hour", least: 0, most: 23, mostOfHash: 23 },
  { name: "day of the month", least: 1, most: 31, mostOfHash: 28 },
  { name: "month", least: 1, most: 12, mostOfHash: 12 },
  { name: "day of the week", least: 0, most: 7, mostOfHash: 6 },
] as const;

type Field = (typeof FIELDS)[number];

const ALIAS = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

/**
 * Why Jenkins would refuse a schedule, or never run it; null if it is valid. The grammar is the one of
 * `CrontabParser.g4` of Jenkins 2.516: one schedule on each line, after an optional first line `TZ=…`.
 */
export function cronObjection(text: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const zone = /^TZ=(.*)$/.exec(lines[0] ?? "")?.[1];
  if (zone !== undefined && !isTimeZone(zone)) return `"${zone}" is not a known time zone`;
  const schedules = lines.slice(zone === undefined ? 0 : 1).filter((line) => line !== "" && !line.startsWith("#"));
  if (schedules.length === 0) return "it contains no schedule";
  return schedules.map(lineObjection).find((it) => it !== null) ?? null;
}

function lineObjection(line: string): string | null {
  if (line.startsWith("@")) return ALIAS.test(line) ? null : `Jenkins has no alias ${line.split(" ")[0]}`;
  const texts = line.split(/[ \t]+/);
  if (texts.length !== 5) return `it has ${texts.length} field${texts.length === 1 ? "" : "s"} instead of 5`;
  const objection = FIELDS.map((field, index) => fieldObjection(field, texts[index] ?? "")).find((it) => it !== null);
  return objection ?? dateObjection(texts[2] ?? "", texts[3] ?? "");
}

function fieldObjection(field: Field, text: string): string | null {
  return (
    text
      .split(",")
      .map((part) => partObjection(field, part))
      .find((it) => it !== null) ?? null
  );
}

function partObjection(field: Field, part: string): string | null {
  const match = /^(?:(\d+)(?:-(\d+)(?:\/(\d+))?)?|(\*)(?:\/(\d+))?|H(?:\((\d+)-(\d+)\))?(?:\/(\d+))?)$/.exec(part);
  if (match === null) return `"${part}" is not a valid ${field.name}`;
  const [, first, last, stepOfRange, star, stepOfStar, hashFirst, hashLast, stepOfHash] = match;
  const outside = [first, last, hashFirst, hashLast].find((it) => it !== undefined && !isIn(field, Number(it)));
  if (outside !== undefined) return `the ${field.name} ${outside} is not in ${field.least}-${field.most}`;
  const [from, to] = [Number(first ?? hashFirst ?? field.least), Number(last ?? hashLast ?? field.mostOfHash)];
  if ((last ?? hashLast) !== undefined && from > to) return `the range ${from}-${to} runs backwards`;
  const step = stepOfRange ?? stepOfStar ?? stepOfHash;
  if (step !== undefined && Number(step) < 1) return `the step ${step} is not positive`;
  const most = to - from + 1;
  const isHash = star === undefined && first === undefined;
  return isHash && Number(step ?? 1) > most ? `the step ${step} is larger than the range of ${most}` : null;
}

function isIn({ least, most }: Field, value: number): boolean {
  return value >= least && value <= most;
}

/** A day that no chosen month has, such as 30 2: Jenkins would never run it. */
function dateObjection(day: string, month: string): string | null {
  if (!/^[\d,]+$/.test(day) || !/^[\d,]+$/.test(month)) return null;
  return hasDate(day.split(",").map(Number), month.split(",").map(Number)) ? null : `no chosen month has a day ${day}`;
}
