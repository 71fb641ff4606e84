import type { Failing } from "../locate.ts";
import { seconds } from "../print-live.ts";
import { failureLines } from "../summary.ts";
import { type FileCoverage, percent, ranges } from "./coverage.ts";

/** The result of one scenario. */
export interface ScenarioResult {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly problems: readonly string[];
  /** Failures of builds, which explain the problems; empty if the scenario passed. */
  readonly failures: readonly { readonly build: string; readonly failing: Failing }[];
  readonly milliseconds: number;
  /** The time in which no script and no git command was running. */
  readonly ownMilliseconds: number;
}

/** The results of a run of `stagewright test`. */
export interface TestReport {
  readonly scenarios: readonly ScenarioResult[];
  readonly coverage: readonly FileCoverage[];
  /** Sentences about coverage below the limit of a file. */
  readonly belowLimit: readonly string[];
}

/** JUnit XML, as CI servers read it: a suite for each file, a test case for each scenario. */
export function toJunit({ scenarios }: TestReport): string {
  const files = [...new Set(scenarios.map(({ file }) => file))];
  const suites = files.map((file) => {
    const own = scenarios.filter((it) => it.file === file);
    const failed = own.filter(({ problems }) => problems.length > 0).length;
    const time = own.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
    const cases = own.map((it) => `    ${testCase(it)}`).join("\n");
    return `  <testsuite name="${xml(file)}" tests="${own.length}" failures="${failed}" time="${time.toFixed(3)}">\n${cases}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function testCase({ file, line, name, problems, failures, milliseconds }: ScenarioResult): string {
  const head = `<testcase classname="${xml(file)}" name="${xml(name)}" file="${xml(file)}" line="${line}" time="${(milliseconds / 1000).toFixed(3)}"`;
  if (problems.length === 0) return `${head}/>`;
  const text = [...problems, ...failures.flatMap(({ build, failing }) => failureLines(build, failing))].join("\n");
  return `${head}><failure message="${xml(problems[0] ?? "")}">${xml(text)}</failure></testcase>`;
}

/** One HTML page without scripts or other files. */
export function toHtml(report: TestReport): string {
  const failed = report.scenarios.filter(({ problems }) => problems.length > 0).length;
  const rows = report.scenarios.map(scenarioRow).join("\n");
  const title = `${report.scenarios.length} scenarios, ${failed} failed`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }
pre { background: #f4f4f4; overflow: auto; padding: .6rem; }
.passed { color: #17692c; } .failed { color: #a1171c; }
</style>
</head>
<body>
<h1>${title}</h1>
<table>
<tr><th>scenario</th><th>result</th><th>time</th></tr>
${rows}
</table>
${coverageTable(report)}</body>
</html>
`;
}

function scenarioRow({ file, line, name, problems, failures, milliseconds }: ScenarioResult): string {
  const passed = problems.length === 0;
  const lines = [...problems, ...failures.flatMap(({ build, failing }) => ["", ...failureLines(build, failing)])];
  const details = passed ? "" : `<pre>${xml(lines.join("\n"))}</pre>`;
  const result = passed ? '<td class="passed">passed</td>' : '<td class="failed">failed</td>';
  return `<tr><td>${xml(name)}<br><small>${xml(file)}:${line}</small>${details}</td>${result}<td>${seconds(milliseconds)}</td></tr>`;
}

function coverageTable({ coverage }: TestReport): string {
  if (coverage.length === 0) return "";
  const rows = coverage.map(
    (file) =>
      `<tr><td>${xml(file.path)}</td><td>${percent([file], "lines")} %</td><td>${percent([file], "branches")} %</td><td>${ranges(file.lines.missed)}</td></tr>`,
  );
  return `<h2>Coverage</h2>\n<table>\n<tr><th>file</th><th>lines</th><th>branches</th><th>lines that did not run</th></tr>\n${rows.join("\n")}\n</table>\n`;
}

function xml(text: string): string {
  return (
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // XML 1.0 allows no other control characters.
      .replace(/[^\t\n\r\u0020-\uffff]/g, "")
  );
}
