import { Failure } from "../diagnostics/failure.ts";
import { writeCache } from "../project/compile-cache.ts";
import { compileAndLint, type Output, outputOf } from "../project/compile-project.ts";
import { unstaged } from "../project/git-index.ts";
import { ignoredWarning } from "../project/ignored-paths.ts";
import { isCurrent, type Project } from "../project/project.ts";
import { byOwner, ownerOf } from "../terminal/by-owner.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";
import type { FileStatus, WritePlan } from "../write/index.ts";
import {
  anyDiffers,
  type Comparison,
  Containment,
  compare,
  compareWhenIdle,
  hasLeftovers,
  isInUse,
  nodeFileSystem,
  planWrites,
  Writer,
  waitLimit,
} from "../write/index.ts";
import { findBreakingChange } from "./breaking-change.ts";
import {
  commandLine,
  describeDrift,
  displayed,
  displayedFile,
  driftResult,
  interruptedRun,
  upToDate,
} from "./drift.ts";
import { noteFormerFolders } from "./former-folders.ts";
import { findMassRemoval } from "./mass-removal.ts";
import { findReplacedJobs } from "./replaced-jobs.ts";

export interface GenerateOptions extends Options {
  /** Overwrite or remove files that were edited by hand. */
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Used as a pre-commit hook: fail until all generated files are staged. */
  readonly hook: boolean;
}

/** How often a run compiles again because the specs changed meanwhile. */
const attempts = 5;

/** Writes the generated files to the output folder: all of them or none. Throws a Failure if a file cannot be written. */
export async function generate(options: GenerateOptions, console: Console): Promise<ExitCode> {
  for (let attempt = 1; ; attempt += 1) {
    const exitCode = await generateOnce(options, console);
    if (exitCode !== null) return exitCode;
    if (attempt === attempts) throw new Failure("the specs change all the time", 1, "run it again when they are saved");
  }
}

/** Null if the specs changed while this run waited for another one. */
async function generateOnce(options: GenerateOptions, console: Console): Promise<ExitCode | null> {
  const compiled = await compileAndLint(options, console);
  const output = outputOf(compiled, options, console);
  if (output === null || (options.hook && !readsWhatIsStaged(compiled.project, console))) {
    await reportFindings(compiled, options, console);
    await printForPrograms(compiled, { json: toJson(null, null) }, options, console);
    return 1;
  }
  const written = await write(compiled.project, output, options, console);
  if (written === null) return null;
  const { plan, comparison, broken } = written;
  await reportFindings(compiled, options, console);
  const results = plan.refused.map((file) => driftResult(file, displayed(output.out, console), comparison.hasManifest));
  const json = toJson(broken === null ? plan : null, broken);
  await printForPrograms(compiled, { json, results }, options, console);
  if (options.format === "text" && broken === null) print(written, output, options, console);
  if (broken !== null) {
    if (options.format !== "json") console.warn(broken);
    return 1;
  }
  if (plan.refused.length > 0) return 1;
  const replaced = findReplacedJobs(output.model, comparison);
  if (replaced !== null && options.format === "text") console.warn(replaced);
  noteFormerFolders(compiled.project, output, comparison, options, console);
  if (!options.quiet && options.out === undefined) warnOfIgnored(plan, output, console);
  if (!options.dryRun) writeCache(compiled, output.out, comparison, options, console);
  return options.hook ? stopUntilStaged(comparison, output, console) : 0;
}

interface Written {
  readonly plan: WritePlan;
  /** The state of the folder before the write. */
  readonly comparison: Comparison;
  /** Why nothing was written: the library's API would break, or too many services would be removed. */
  readonly broken: string | null;
}

/**
 * Compares first without the lock, because most runs change nothing; but not in a new folder, or if a file that this run
 * rendered differs. Null if the specs changed meanwhile.
 */
async function write(
  project: Project,
  output: Output,
  options: GenerateOptions,
  console: Console,
): Promise<Written | null> {
  const wait = { limit: waitLimit, notify: console.warn };
  const containment = new Containment(output.out, nodeFileSystem);
  if (options.dryRun || (isInUse(containment, nodeFileSystem) && !isStale(output, containment))) {
    const comparison = compareWhenIdle(output.out, output.expected, wait);
    const seen = planned(output, comparison, options);
    if (options.dryRun) {
      if (comparison.interrupted !== null) console.warn(interruptedRun(comparison.interrupted, options));
      return seen;
    }
    const settled = seen.plan.changes.length === 0 || seen.plan.refused.length > 0 || seen.broken !== null;
    if (settled && !hasLeftovers(containment, nodeFileSystem)) return seen;
  }
  const writer = Writer.open(containment, nodeFileSystem, wait);
  try {
    // Another run can have generated files from newer specs meanwhile.
    if (!(await isCurrent(project, options, console))) return null;
    const finished = writer.recover(
      output.files.map(({ path }) => path),
      options.force,
    );
    if (finished !== null) console.warn(finishedRun(finished));
    const now = planned(output, compare(output.out, output.expected), options);
    const { changes, refused } = now.plan;
    if (now.broken === null && refused.length === 0)
      working(["writing", changes.length, "files"], console, () => writer.commit(changes));
    return now;
  } finally {
    writer.close();
  }
}

/** Whether the run will change a file. Only the files that no earlier run knew are compared: there are few of them. */
function isStale({ files }: Output, containment: Containment): boolean {
  const rendered = files.filter(({ sha256 }) => sha256 === undefined);
  return rendered.length < files.length && anyDiffers(containment, rendered);
}

function planned(output: Output, comparison: Comparison, options: GenerateOptions): Written {
  const broken = findBreakingChange(output, comparison) ?? findMassRemoval(comparison, options);
  return { plan: planWrites(comparison, options.force), comparison, broken };
}

function finishedRun(changes: number): string {
  if (changes === 0) return "discarded the journal of an interrupted run\n";
  return `finished an interrupted run, which had ${changes} ${changes === 1 ? "change" : "changes"}\n`;
}

function toJson(plan: WritePlan | null, broken: string | null): Readonly<Record<string, unknown>> {
  const list = (files: readonly FileStatus[] = []) =>
    files.map(({ path, state, shard }) => ({ path, state, owner: ownerOf(shard) }));
  const refused = list(plan?.refused);
  if (refused.length > 0 || broken !== null) return { written: [], removed: [], refused, broken };
  return { written: list(plan?.written), removed: list(plan?.removed), refused, broken };
}

function print({ plan, comparison }: Written, output: Output, options: GenerateOptions, console: Console): void {
  if (plan.refused.length > 0) {
    const files = plan.refused.map((file) => `  ${displayedFile(output.out, file.path, console)}\n`).join("");
    const { title, fix, command } = describeDrift("changed", comparison.hasManifest);
    const run = commandLine(command ?? "", options);
    console.warn(`nothing was written, because these files were ${title}:\n${files}${fix}: ${run}\n`);
    return;
  }
  if (options.quiet) return;
  for (const [owner, files] of byOwner([...plan.written, ...plan.removed])) {
    console.print(`${owner}\n${files.map((file) => `  ${sign(file)} ${file.path}\n`).join("")}`);
  }
  console.print(summary(plan, output, options, console));
}

/** A run that changes files warns if git ignores the output: no commit would contain it. */
function warnOfIgnored({ written }: WritePlan, { out }: Output, console: Console): void {
  const paths = written.map(({ path }) => path);
  const ignored = ignoredWarning(out, paths, (path) => displayedFile(out, path, console));
  if (ignored !== "") console.warn(ignored);
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
