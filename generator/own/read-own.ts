import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { show } from "../diagnostics/wording.ts";
import type { CompileInput, OwnSource } from "../input.ts";
import type { OwnPart, OwnStep } from "../model/own.ts";
import type { SpecDocument } from "../parse/document.ts";
import { noOwn, type Own } from "../spec/specs.ts";
import { type Misplaced, type Place, packageIn, placeOf } from "./places.ts";
import { readTable } from "./read-table.ts";

type Placed = OwnSource & { readonly place: Place };

/** Reads the site's own steps and classes. Text in, findings out: touches no file. */
export function readOwn({ own }: Pick<CompileInput, "own">, platform: SpecDocument): Own {
  const given = platform.find(["library", "own"]);
  if (given === null) return noOwn;
  if (own === undefined || own.files.length === 0) {
    const hint = "put vars/NAME.groovy and vars/NAME.yaml there, or leave library.own out";
    const empty = finding("SW510", given.span, `there is no file in ${show(given.value)}`, { hint });
    return { part: null, names: [], diagnostics: [empty] };
  }
  const packageName = platform.find(["library", "package"])?.value;
  const placed: Placed[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of own.files) {
    const place = fitPlace(file, typeof packageName === "string" ? packageName : null);
    if ("kind" in place) placed.push({ ...file, place });
    else diagnostics.push(at(file, place));
  }
  const tables = placed.flatMap((file) => (file.place.kind === "table" ? [readTable(file.place.name, file)] : []));
  const steps = tables.flatMap(({ step }) => (step === null ? [] : [step]));
  diagnostics.push(
    ...tables.flatMap((table) => table.diagnostics),
    ...halves(placed),
    ...sameNames(placed),
    ...placed.flatMap(wrongPackage),
  );
  const failed = diagnostics.some(({ severity }) => severity === "error");
  return { part: failed ? null : partOf(own.folder, placed, steps), names: namesOf(placed), diagnostics };
}

function partOf(folder: string, placed: readonly Placed[], steps: readonly OwnStep[]): OwnPart {
  return {
    folder,
    steps,
    classes: placed.flatMap(({ place }) => (place.kind === "class" ? [place.name] : [])),
    files: placed
      .filter(({ place }) => place.kind !== "table")
      .map(({ name, text, executable }) => ({ path: name, text, executable })),
  };
}

function namesOf(placed: readonly Placed[]): string[] {
  return [...new Set(placed.flatMap(({ place }) => (place.kind === "step" ? [place.name] : [])))];
}

function fitPlace(file: OwnSource, packageName: string | null): Place | Misplaced {
  if (file.unfit === null) return placeOf(file.name, packageName);
  const hint = "the library carries texts in UTF-8, each a file of its own";
  return { code: "SW510", problem: `${file.path} is ${file.unfit}`, hint };
}

/** A step without its table would be nobody's promise, a table without its step a broken one. */
function halves(placed: readonly Placed[]): Diagnostic[] {
  const named = (kind: "step" | "table") =>
    new Map(placed.flatMap((file) => (file.place.kind === kind ? [[file.place.name, file] as const] : [])));
  const [steps, tables] = [named("step"), named("table")];
  const alone = (ones: typeof steps, others: typeof steps, missing: string, hint: string) =>
    [...ones].flatMap(([name, file]) => {
      if (others.has(name)) return [];
      return [at(file, { code: "SW512", problem: `step ${name} lacks vars/${name}.${missing}`, hint })];
    });
  return [
    ...alone(
      steps,
      tables,
      "yaml",
      "add its table: description: …, parameters: { NAME: { type: text, description: … } }",
    ),
    ...alone(tables, steps, "groovy", "add the step, or take its table away"),
  ];
}

/** Two files whose names differ in capitals only are one on many machines. */
function sameNames(placed: readonly Placed[]): Diagnostic[] {
  const first = new Map<string, Placed>();
  return placed.flatMap((file) => {
    const key = file.name.toLowerCase();
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, file);
      return [];
    }
    return [
      at(file, {
        code: "SW511",
        problem: `${file.name} and ${other.name} are one file where capitals do not count`,
        hint: "rename one of them",
      }),
    ];
  });
}

function wrongPackage(file: Placed): Diagnostic[] {
  if (file.place.kind !== "class") return [];
  const wanted = file.place.name.slice(0, file.place.name.lastIndexOf("."));
  const found = packageIn(file.text);
  if (found?.name === wanted) return [];
  const hint = { hint: `begin with: package ${wanted}` };
  if (found === null) return [finding("SW513", start(file), `${file.path} names no package`, hint)];
  const { line, column } = found.at;
  const span = { at: { file: file.path, line, column }, length: Math.max(found.name.length, 1) };
  return [finding("SW513", span, `${file.path} is in package ${found.name}, and lies in that of ${wanted}`, hint)];
}

function at(file: OwnSource, { code, problem, hint }: Misplaced): Diagnostic {
  return finding(code, start(file), problem, { hint });
}

function start({ path, text }: OwnSource) {
  const length = text.split("\n", 1)[0]?.length ?? 0;
  return { at: { file: path, line: 1, column: 1 }, length: Math.max(length, 1) };
}
