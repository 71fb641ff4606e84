import { writeCache } from "../project/compile-cache.ts";
import { compileAndLint, type Output, outputOf } from "../project/compile-project.ts";
import { unstaged } from "../project/git-index.ts";
import type { Project } from "../project/project.ts";
import { byOwner, ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";
import type { FileStatus, WritePlan } from "../write/index.ts";
import { type Comparison, commit, compare, planWrites, recover } from "../write/index.ts";
import { findBreakingChange } from "./breaking-change.ts";
import { commandLine, displayed, displayedFile, driftResult, upToDate } from "./drift.ts";

export interface GenerateOptions extends Options {
  /** Overwrite or remove files that were edited by hand. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Used as a pre-commit hook: fail until all generated files are staged. */
  readonly hook: boolean;
}

/** Writes the generated files to the output folder: all of them or none. Throws a Failure if a file cannot be written. */
export async function generate(options: GenerateOptions, console: Console): Promise<ExitCode> {
  const compiled = await compileAndLint(options, console);
  await reportFindings(compiled, options, console);
  const output = outputOf(compiled, options, console);
  if (output === null || (options.hook && !readsWhatIsStaged(compiled.project, console))) {
    await printForPrograms(compiled, { json: toJson(null, null) }, options, console);
    return 1;
  }
  const { plan, comparison, broken } = write(output, options, console);
  const results = plan.refused.map((file) => driftResult(file, displayed(output.out, console)));
  const json = toJson(broken === null ? plan : null, broken);
  await printForPrograms(compiled, { json, results }, options, console);
  if (options.format === "text" && broken === null) print(plan, output, options, console);
  if (broken !== null) {
    if (options.format !== "json") console.warn(broken);
    return 1;
  }
  if (plan.refused.length > 0) return 1;
  if (!options.dryRun) writeCache(compiled, output.out, comparison, options, console);
  return options.hook ? stopUntilStaged(comparison, output, console) : 0;
}

interface Written {
  readonly plan: WritePlan;
  /** The state of the folder before the write. */
  readonly comparison: Comparison;
  /** Why nothing was written: the library's API would break. */
  readonly broken: string | null;
}

function write(output: Output, options: GenerateOptions, console: Console): Written {
  const { out, expected } = output;
  let comparison = compare(out, expected);
  if (!options.dryRun && recover(comparison.containment)) comparison = compare(out, expected);
  const plan = planWrites(comparison, options.force);
  const broken = findBreakingChange(output, comparison);
  if (broken !== null) return { plan, comparison, broken };
  if (!options.dryRun && plan.refused.length === 0 && plan.changes.length > 0) {
    const { changes } = plan;
    working(["writing", changes.length, "files"], console, () => commit(changes, comparison.containment));
  }
  return { plan, comparison, broken };
}

function toJson(plan: WritePlan | null, broken: string | null): Readonly<Record<string, unknown>> {
  const list = (files: readonly FileStatus[] = []) =>
    files.map(({ path, state, shard }) => ({ path, state, owner: ownerOf(shard) }));
  const refused = list(plan?.refused);
  if (refused.length > 0 || broken !== null) return { written: [], removed: [], refused, broken };
  return { written: list(plan?.written), removed: list(plan?.removed), refused, broken };
}

function print(plan: WritePlan, output: Output, options: GenerateOptions, console: Console): void {
  if (plan.refused.length > 0) {
    const files = plan.refused.map((file) => `  ${displayedFile(output.out, file.path, console)}\n`).join("");
    const force = commandLine("stagewright generate --force", options);
    console.warn(
      `nothing was written, because these files were edited by hand:\n${files}make the change in the specs; to discard the edits, run: ${force}\n`,
    );
    return;
  }
  if (options.quiet) return;
  for (const [owner, files] of byOwner([...plan.written, ...plan.removed])) {
    console.print(`${owner}\n${files.map((file) => `  ${sign(file)} ${file.path}\n`).join("")}`);
  }
  console.print(summary(plan, output, options, console));
}

function sign({ wanted, found }: FileStatus): string {
  if (wanted === null) return "-";
  return found === null ? "+" : "~";
}

function summary(
  { written, removed, changes }: WritePlan,
  output: Output,
  options: GenerateOptions,
  console: Console,
): string {
  if (changes.length === 0) return upToDate(output.out, output.files.length, console);
  const out = displayed(output.out, console);
  const verb = options.dryRun ? "would be " : "";
  const gone = removed.length === 0 ? "" : `, ${removed.length} ${verb}removed`;
  return `${written.length} of ${output.files.length} files ${verb}written to ${out}${gone}\n`;
}

/** For a pre-commit hook: checks that the specs on disk are the specs of the commit. */
function readsWhatIsStaged({ folder, prefix, input }: Project, console: Console): boolean {
  const specs = [input.platform, ...input.services, ...(input.own?.files ?? [])].map((file) => file.path);
  const paths = unstaged(folder, specs).map((path) => prefix + path);
  if (paths.length === 0) return true;
  console.warn(
    `nothing was written, because these specs have changes that are not staged:\n${listed(paths)}stage the changes (git add) or remove them\n`,
  );
  return false;
}

function stopUntilStaged({ files, shards }: Comparison, { out }: Output, console: Console): ExitCode {
  const own = [...files, ...shards].map((file) => file.path);
  const paths = unstaged(out, own).map((path) => displayedFile(out, path, console));
  if (paths.length === 0) return 0;
  console.warn(
    `these generated files are not staged:\n${listed(paths)}stage them: git add ${displayed(out, console)}\n`,
  );
  return 1;
}

/** Lists the first ten paths; a change of the platform spec may affect every file. */
function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 10).map((path) => `  ${path}\n`);
  return shown.join("") + (paths.length > 10 ? `  and ${paths.length - 10} more\n` : "");
}
