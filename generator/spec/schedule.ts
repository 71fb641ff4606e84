import type { Begin } from "../model/platform.ts";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS = [
  { name: "minutes", least: 0, most: 59, words: [] },
  { name: "hours", least: 0, most: 23, words: [] },
  { name: "days", least: 1, most: 31, words: [] },
  { name: "months", least: 1, most: 12, words: ["", ...MONTHS] },
  { name: "weekdays", least: 0, most: 6, words: WEEKDAYS },
] as const;

type Field = (typeof FIELDS)[number];

/** The five cron fields as numbers; null if a field is invalid. `*` is an empty list, Sunday is 0. */
export function readSchedule(schedule: string): Begin | null {
  const texts = schedule.split(" ");
  const values = FIELDS.map((field, index) => readField(field, texts[index] ?? ""));
  const [minutes, hours, days, months, weekdays] = values;
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  return { minutes, hours, days, months, weekdays };
}

function readField(field: Field, text: string): number[] | null {
  if (/^(\*(\/1)?|\?)$/.test(text)) return [];
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const numbers = readPart(field, part);
    if (numbers === null) return null;
    for (const number of numbers) found.add(number);
  }
  return [...found].sort((one, other) => one - other);
}

/** A number or a name, a range, either with a step: `5`, `MON-FRI`, `0-30/10`, `*` with a step. */
function readPart({ least, most, words }: Field, part: string): number[] | null {
  const [, begin = "", end, step] = /^(\*|[0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?(?:\/([1-9][0-9]*))?$/.exec(part) ?? [];
  const number = (text: string) => {
    const word = (words as readonly string[]).indexOf(text.toUpperCase());
    return word >= 0 && text !== "" ? word : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  };
  const first = begin === "*" ? least : number(begin);
  const open = begin === "*" || (end === undefined && step !== undefined);
  const last = open ? most : number(end ?? begin);
  if (!(first >= least && last <= most && first <= last)) return null;
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}
