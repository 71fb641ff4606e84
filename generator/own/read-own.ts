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

/** Reads the site's own steps and classes from texts; accesses no file. */
export function readOwn({ own }: Pick<CompileInput, "own">, platform: SpecDocument): Own {
  const ownKey = platform.find(["library", "own"]);
  if (ownKey === null) return noOwn;
  if (own === undefined || own.files.length === 0) {
    const hint = "add vars/NAME.groovy and vars/NAME.yaml to the folder, or remove library.own";
    const empty = finding("SW510", ownKey.span, `the folder ${show(ownKey.value)} contains no file`, { hint });
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
    ...checkPairs(placed),
    ...checkUniqueNames(placed),
    ...placed.flatMap(checkPackage),
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
  const hint = "use regular files with text in UTF-8";
  return { code: "SW510", problem: `${file.path} is ${file.unfit}`, hint };
}

/** Checks that each step has a parameter table and each table a step. */
function checkPairs(placed: readonly Placed[]): Diagnostic[] {
  const named = (kind: "step" | "table") =>
    new Map(placed.flatMap((file) => (file.place.kind === kind ? [[file.place.name, file] as const] : [])));
  const [steps, tables] = [named("step"), named("table")];
  const findIncomplete = (ones: typeof steps, others: typeof steps, missing: string, hint: string) =>
    [...ones].flatMap(([name, file]) => {
      if (others.has(name)) return [];
      return [at(file, { code: "SW512", problem: `the step ${name} has no file vars/${name}.${missing}`, hint })];
    });
  return [
    ...findIncomplete(
      steps,
      tables,
      "yaml",
      "add it with description: … and parameters: { NAME: { type: text, description: … } }",
    ),
    ...findIncomplete(tables, steps, "groovy", "add the step, or remove its table"),
  ];
}

/** Reports file names that differ only in case: on many machines they are the same file. */
function checkUniqueNames(placed: readonly Placed[]): Diagnostic[] {
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
        problem: `${file.name} and ${other.name} differ only in case, so they are the same file on some systems`,
        hint: "rename one of them",
      }),
    ];
  });
}

function checkPackage(file: Placed): Diagnostic[] {
  if (file.place.kind !== "class") return [];
  const expected = file.place.name.slice(0, file.place.name.lastIndexOf("."));
  const found = packageIn(file.text);
  if (found?.name === expected) return [];
  const hint = { hint: `start the file with: package ${expected}` };
  if (found === null) return [finding("SW513", start(file), `${file.path} declares no package`, hint)];
  const { line, column } = found.at;
  const span = { at: { file: file.path, line, column }, length: Math.max(found.name.length, 1) };
  return [
    finding("SW513", span, `${file.path} declares package ${found.name}, but its folder is package ${expected}`, hint),
  ];
}

function at(file: OwnSource, { code, problem, hint }: Misplaced): Diagnostic {
  return finding(code, start(file), problem, { hint });
}

function start({ path, text }: OwnSource) {
  const length = text.split("\n", 1)[0]?.length ?? 0;
  return { at: { file: path, line: 1, column: 1 }, length: Math.max(length, 1) };
}
