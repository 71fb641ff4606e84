import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import picocolors from "picocolors";
import { analyse } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import { type Decision, explain as decide } from "../explain/index.ts";
import { nearestKey, trace } from "../explain/origin.ts";
import { renderAdrs } from "../explain/reporters/adr.ts";
import { renderRecordMarkdown } from "../explain/reporters/markdown.ts";
import { renderRecordText } from "../explain/reporters/text.ts";
import { renderTraces } from "../explain/reporters/trace.ts";
import type { Model } from "../model/model.ts";
import { loadProject } from "../project/project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printJson, reportFindings } from "../terminal/report.ts";

export interface ExplainOptions extends Omit<Options, "format"> {
  readonly format: Options["format"] | "markdown";
  /** Folder for one ADR of each decision. */
  readonly adr?: string;
}

/** Prints the decision record, or a key's origins. Throws a Failure for a key that nothing has. */
export async function explain(key: string | undefined, options: ExplainOptions, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const analysed = { project, result: analyse(project.input) };
  const json = options.format === "json";
  await reportFindings(analysed, { ...options, format: json ? "json" : "text" }, console);
  const { model } = analysed.result;
  if (model === null) {
    if (json) await printJson(analysed, { decisions: [] }, console);
    return 1;
  }
  if (key !== undefined) return explainKey(model, key, json, console);
  const decisions = decide(model);
  if (options.adr !== undefined) {
    const written = writeAdrs(decisions, model, options.adr, console);
    if (json) await printJson(analysed, { written }, console);
    else if (!options.quiet) console.print(written.map((path) => `${path}\n`).join(""));
  } else if (json) await printJson(analysed, { decisions }, console);
  else if (options.format === "markdown") console.print(renderRecordMarkdown(decisions, model.specFile));
  else console.print(renderRecordText(decisions, { width: console.width, strong: strong(console) }));
  return 0;
}

function strong(console: Console): (text: string) => string {
  return picocolors.createColors(console.color).bold;
}

function explainKey(model: Model, key: string, json: boolean, console: Console): ExitCode {
  const traces = trace(model, key);
  if (traces.length === 0) {
    const near = nearestKey(model, key);
    throw new Failure(`no value has the key "${key}"`, 1, near === null ? null : `did you mean "${near}"?`);
  }
  console.print(json ? `${JSON.stringify({ traces }, null, 2)}\n` : renderTraces(traces));
  return 0;
}

/** Writes the records, and tells their paths. */
function writeAdrs(decisions: readonly Decision[], model: Model, folder: string, console: Console): string[] {
  const into = resolve(console.folder, folder);
  mkdirSync(into, { recursive: true });
  return renderAdrs(decisions, model.specFile).map(({ name, content }) => {
    writeFileSync(join(into, name), content);
    return `${folder}/${name}`;
  });
}
