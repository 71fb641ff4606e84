const FIELDS = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of the month", 1, 31],
  ["month", 1, 12],
  ["day of the week", 0, 7],
] as const;

type Field = (typeof FIELDS)[number];

const ALIASES = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];

/** What is wrong with a schedule of a Jenkins job, in the grammar of Jenkins' crontab; null if nothing is. */
export function cronProblem(text: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const schedules = lines.filter((line, index) => line !== "" && !line.startsWith("#") && !isTimeZone(line, index));
  if (schedules.length === 0) return "it contains no schedule";
  return schedules.map(lineProblem).find((it) => it !== null) ?? null;
}

function isTimeZone(line: string, index: number): boolean {
  return index === 0 && /^TZ=\S+$/.test(line);
}

function lineProblem(line: string): string | null {
  if (line.startsWith("@")) return ALIASES.includes(line) ? null : `the aliases are ${ALIASES.join(", ")}`;
  const parts = line.split(/[ \t]+/);
  if (parts.length !== FIELDS.length) return `it has ${parts.length} fields; Jenkins has five`;
  return parts.map((part, index) => fieldProblem(part, FIELDS[index] ?? FIELDS[0])).find((it) => it !== null) ?? null;
}

function fieldProblem(text: string, field: Field): string | null {
  return (
    text
      .split(",")
      .map((term) => termProblem(term, field))
      .find((it) => it !== null) ?? null
  );
}

/** A term: `5`, `1-5`, `1-5/2`, `*`, a star or `H` with a step, `H(0-29)`. */
function termProblem(term: string, [name, least, most]: Field): string | null {
  const match = /^(?:(\d+)(?:-(\d+)(?:\/(\d+))?)?|\*(?:\/(\d+))?|H(?:\((\d+)-(\d+)\))?(?:\/(\d+))?)$/.exec(term);
  if (match === null) return `"${term}" is not a value of the field ${name}`;
  const [, first, last, step, starStep, from, to, hashStep] = match;
  const numbers = [first, last, from, to].filter((it) => it !== undefined).map(Number);
  const outside = numbers.find((it) => it < least || it > most);
  if (outside !== undefined) return `the field ${name} has values from ${least} to ${most}, not ${outside}`;
  if (Number(first) > Number(last ?? first) || Number(from ?? 0) > Number(to ?? 0))
    return `the range "${term}" begins after its end`;
  const steps = [step, starStep, hashStep].filter((it) => it !== undefined).map(Number);
  const wrong = steps.find((it) => it < 1 || it > most);
  return wrong === undefined ? null : `the step of the field ${name} is from 1 to ${most}, not ${wrong}`;
}
