import { apiChanges, levelOf } from "../api/changes.ts";
import { demandedVersion, satisfies } from "../api/version.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { apiNamed, apiOfSpecs } from "./api-input.ts";

/** Classifies every change of the library's API and prints the version that it requires; returns 1 if the version is too low. */
export async function apiDiff(old: string, now: string | null, options: Options, console: Console): Promise<ExitCode> {
  const before = await apiNamed(old, options, console);
  const after = now === null ? await apiOfSpecs(options, console) : await apiNamed(now, options, console);
  if (after === null) return 1;
  const changes = apiChanges(before, after);
  const demanded = demandedVersion(before.version, levelOf(changes));
  const enough = satisfies(after.version, demanded);
  if (options.format === "json") {
    const result = { from: before.version, to: after.version, demanded, satisfied: enough, changes };
    console.print(`${JSON.stringify(result, null, 2)}\n`);
  } else if (!options.quiet || !enough) {
    const width = Math.max(0, ...changes.map(({ subject }) => subject.length));
    const lines = changes.map(({ level, subject, what }) => `${level.padEnd(9)} ${subject.padEnd(width)} ${what}\n`);
    const verdict = enough ? "is high enough" : "is too low";
    console.print(
      `${lines.join("")}${before.version} -> ${after.version} ${verdict}: the changes require at least ${demanded}\n`,
    );
  }
  return enough ? 0 : 1;
}
