import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { glob } from "tinyglobby";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { Failure } from "../diagnostics/failure.ts";
import { renderText } from "../diagnostics/text.ts";
import { loadProject, type Project } from "../project/project.ts";
import { locateFailure } from "../rehearsal/locate.ts";
import { seconds } from "../rehearsal/print-live.ts";
import { checkExpectations } from "../rehearsal/scenarios/check.ts";
import { CoverageSum, percent, ranges } from "../rehearsal/scenarios/coverage.ts";
import { readScenarios, requestOf, type ScenarioFile } from "../rehearsal/scenarios/read.ts";
import { type ScenarioResult, type TestReport, toHtml, toJunit } from "../rehearsal/scenarios/reports.ts";
import { type Rehearsal, Session } from "../rehearsal/session.ts";
import { failureLines } from "../rehearsal/summary.ts";
import { ownTime } from "../rehearsal/timeline.ts";
import { RehearsalError } from "../rehearse/index.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { startJvm } from "./rehearse.ts";

/** Options of `test`. */
export interface TestOptions extends Options {
  readonly only?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly coverage: boolean;
  readonly credentials?: string;
}

/** Where scenario files are, relative to the platform spec. */
const PATTERNS = ["scenarios/**/*.yaml", "*.scenarios.yaml", "services/*.scenarios.yaml"];

/** Runs the scenarios of the given files, or of all files next to the platform spec. */
export async function test(paths: readonly string[], options: TestOptions, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const files = await readFiles(paths, project, console);
  if (files === null) return 1;
  const session = await Session.open(() => startJvm(console));
  try {
    const report = await runAll(files, { project, session, options, console });
    writeReports(report, options, console);
    const failed = report.scenarios.filter(({ problems }) => problems.length > 0).length;
    if (options.format === "json") console.print(`${JSON.stringify(report, null, 2)}\n`);
    else console.print(printTotals(report, failed));
    return failed > 0 || report.belowLimit.length > 0 ? 1 : 0;
  } catch (error) {
    throw error instanceof RehearsalError ? new Failure(error.message, 2) : error;
  } finally {
    await session.stop();
  }
}

async function readFiles(
  paths: readonly string[],
  project: Project,
  console: Console,
): Promise<readonly ScenarioFile[] | null> {
  const found = paths.length > 0 ? paths.map((path) => resolve(console.folder, path)) : await findFiles(project.folder);
  if (found.length === 0)
    throw new Failure(
      "there are no scenario files",
      1,
      "write one, such as scenarios/shop.yaml next to the platform spec",
    );
  const texts = found.map((path) => {
    const shown = relative(console.folder, path);
    try {
      return { path: shown, text: readFileSync(path, "utf8") };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw new Failure(`the scenario file ${shown} does not exist`);
    }
  });
  const read = texts.map(readScenarios);
  const diagnostics: readonly Diagnostic[] = read.flatMap((it) => it.diagnostics);
  if (diagnostics.length > 0) {
    console.warn(renderText(diagnostics, texts, { color: console.color, width: console.width }));
  }
  const files = read.flatMap(({ file }) => (file === null ? [] : [file]));
  return files.length === read.length ? files : null;
}

async function findFiles(folder: string): Promise<string[]> {
  return (await glob(PATTERNS, { cwd: folder })).sort().map((path) => join(folder, path));
}

interface Work {
  readonly project: Project;
  readonly session: Session;
  readonly options: TestOptions;
  readonly console: Console;
}

async function runAll(files: readonly ScenarioFile[], work: Work): Promise<TestReport> {
  const scenarios: ScenarioResult[] = [];
  const sum = new CoverageSum();
  const limits: string[] = [];
  const patterns = new Set<string>();
  for (const file of files) {
    const measured = work.options.coverage || file.spec.coverage !== undefined;
    const own = new CoverageSum();
    for (const index of file.spec.scenarios.keys()) {
      const result = await runOne(file, index, measured, work, [sum, own]);
      if (result !== null) scenarios.push(result);
    }
    const wanted = file.spec.coverage;
    for (const pattern of wanted?.files ?? (measured ? own.defaults() : [])) patterns.add(pattern);
    if (wanted !== undefined) limits.push(...belowLimit(file, own));
  }
  return { scenarios, coverage: sum.of([...patterns]), belowLimit: limits };
}

async function runOne(
  file: ScenarioFile,
  index: number,
  measured: boolean,
  { project, session, options, console }: Work,
  sums: readonly CoverageSum[],
): Promise<ScenarioResult | null> {
  const scenario = file.spec.scenarios[index];
  if (scenario === undefined || (options.only !== undefined && !scenario.name.includes(options.only))) return null;
  const credentials = options.credentials === undefined ? null : resolve(console.folder, options.credentials);
  const request = requestOf(file, scenario, resolve(console.folder, file.path), measured, credentials);
  const started = Date.now();
  console.progress(scenario.name);
  const done = await session.run(project, request, process.env, () => {}).finally(() => console.progress(null));
  if (done.coverage !== null) for (const sum of sums) sum.add(done.coverage, libraryOf(done), done.model);
  const problems = checkExpectations(scenario, done);
  const milliseconds = Date.now() - started;
  const result: ScenarioResult = {
    file: file.path,
    line: file.lines[index] ?? 1,
    name: scenario.name,
    problems,
    failures: problems.length === 0 ? [] : failuresOf(done),
    milliseconds,
    ownMilliseconds: ownTime(done.timeline, milliseconds),
  };
  if (options.format === "text") console.print(printResult(result, project.prefix));
  return result;
}

function libraryOf({ pipelines, model }: Rehearsal): string {
  return join(pipelines, model.pipelines.directory, "library");
}

function failuresOf({ timeline, model }: Rehearsal): ScenarioResult["failures"] {
  return timeline.builds.flatMap((build) => {
    const failing = locateFailure(model, build);
    return failing === null ? [] : [{ build: `${build.job} #${build.number}`, failing }];
  });
}

function printResult({ name, file, line, problems, failures, milliseconds }: ScenarioResult, prefix: string): string {
  if (problems.length === 0) return `passed  ${name}  (${seconds(milliseconds)})\n`;
  const lines = [
    `FAILED  ${name}  (${file}:${line})`,
    ...problems.map((problem) => `  ${problem}`),
    ...failures.flatMap(({ build, failing }) => failureLines(build, failing, prefix).map((text) => `  ${text}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function belowLimit({ path, spec }: ScenarioFile, sum: CoverageSum): string[] {
  const { files = sum.defaults(), lines, branches } = spec.coverage ?? {};
  const measured = sum.of(files);
  return (["lines", "branches"] as const).flatMap((kind) => {
    const wanted = kind === "lines" ? lines : branches;
    const actual = percent(measured, kind);
    return wanted === undefined || actual >= wanted
      ? []
      : [`${path}: the scenarios run ${actual} % of the ${kind} of ${files.join(", ")}, expected ${wanted} %`];
  });
}

function printTotals({ scenarios, coverage, belowLimit: limits }: TestReport, failed: number): string {
  const table = coverage.map((file) => {
    const missed = ranges(file.lines.missed);
    const counts = `${percent([file], "lines")} % of lines, ${percent([file], "branches")} % of branches`;
    return `  ${file.path}  ${counts}${missed === "" ? "" : `; not run: ${missed}`}`;
  });
  const lines = [
    ...(table.length > 0 ? ["", "coverage", ...table] : []),
    ...limits,
    "",
    `${scenarios.length} scenarios: ${scenarios.length - failed} passed, ${failed} failed`,
  ];
  return `${lines.join("\n")}\n`;
}

function writeReports(report: TestReport, { junit, html }: TestOptions, { folder }: Console): void {
  const write = (path: string | undefined, text: () => string) => {
    if (path === undefined) return;
    const file = resolve(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text());
  };
  write(junit, () => toJunit(report));
  write(html, () => toHtml(report));
}
