import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import picocolors from "picocolors";
import { analyse, compareTargets } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import { nearestName } from "../diagnostics/suggest.ts";
import { codeNames, explainCode, looksLikeCode, renderCode } from "../explain/code.ts";
import { type Decision, explain as decide, decisions } from "../explain/index.ts";
import { nearestKey, trace } from "../explain/origin.ts";
import { renderAdrs } from "../explain/reporters/adr.ts";
import { renderRecordMarkdown } from "../explain/reporters/markdown.ts";
import { renderTargets } from "../explain/reporters/targets.ts";
import { renderRecordSummary, renderRecordText } from "../explain/reporters/text.ts";
import { renderTraces } from "../explain/reporters/trace.ts";
import type { Model } from "../model/model.ts";
import { loadProject, type Project } from "../project/project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printJson, reportFindings } from "../terminal/report.ts";
import { nearest } from "../terminal/suggestion.ts";

export interface ExplainOptions extends Omit<Options, "format"> {
  readonly format: Options["format"] | "markdown";
  /** Folder for the ADRs: one file for each decision. */
  readonly adr?: string;
  /** Print every decision in full instead of a summary. */
  readonly all?: boolean;
}

/**
 * Prints the decision record, one decision of it, the origin of a key, or the explanation of a code.
 * Throws a Failure for a subject that does not exist.
 */
export async function explain(
  subject: string | undefined,
  options: ExplainOptions,
  console: Console,
): Promise<ExitCode> {
  const json = options.format === "json";
  if (subject !== undefined && looksLikeCode(subject)) return printCode(subject, json, console);
  const project = await loadProject(options, console);
  const analysed = { project, result: analyse(project.input) };
  await reportFindings(analysed, { ...options, format: json ? "json" : "text" }, console);
  const { model, lowered = null } = analysed.result;
  if (subject === "targets" && lowered !== null) return printTargets(lowered, project, json, console);
  if (model === null) {
    if (json) await printJson(analysed, { decisions: [] }, console);
    return 1;
  }
  const all = decide(model);
  const named = all.filter(({ id }) => id === subject);
  if (subject !== undefined && named.length === 0) return explainKey(model, subject, json, console);
  const chosen = named.length > 0 ? named : all;
  if (options.adr !== undefined) {
    const written = writeAdrs(all, model, options.adr, console);
    if (json) await printJson(analysed, { written }, console);
    else if (!options.quiet) console.print(written.map((path) => `${path}\n`).join(""));
  } else if (json) await printJson(analysed, { decisions: chosen }, console);
  else if (options.format === "markdown") console.print(renderRecordMarkdown(chosen, model.specFile));
  else {
    const render = named.length > 0 || options.all ? renderRecordText : renderRecordSummary;
    console.print(render(chosen, { width: console.width, strong: strong(console) }));
  }
  return 0;
}

/** Prints what each CI product does with the specs, even if the chosen one has errors. */
function printTargets(model: Model, { input }: Project, json: boolean, console: Console): ExitCode {
  const targets = compareTargets(model, input);
  console.print(
    json ? `${JSON.stringify({ chosen: model.target, targets }, null, 2)}\n` : renderTargets(targets, model.target),
  );
  return 0;
}

function printCode(word: string, json: boolean, console: Console): ExitCode {
  const explanation = explainCode(word);
  if (explanation === null)
    throw new Failure(`no finding has the code "${word}"`, 1, nearest(word.toUpperCase(), codeNames()));
  console.print(json ? `${JSON.stringify({ code: explanation }, null, 2)}\n` : renderCode(explanation));
  return 0;
}

function strong(console: Console): (text: string) => string {
  return picocolors.createColors(console.color).bold;
}

const HINT = "write a key of the specs, such as registries.harbor.host; `stagewright explain` lists the decisions";

function nearestDecision(word: string): string | null {
  return nearestName(
    word,
    decisions.map(({ id }) => id),
  );
}

function explainKey(model: Model, key: string, json: boolean, console: Console): ExitCode {
  const traces = trace(model, key);
  if (traces.length === 0) {
    const near = nearestKey(model, key) ?? nearestDecision(key);
    throw new Failure(
      `no key, decision or code is called "${key}"`,
      1,
      near === null ? HINT : `did you mean "${near}"?`,
    );
  }
  console.print(json ? `${JSON.stringify({ traces }, null, 2)}\n` : renderTraces(traces));
  return 0;
}

/** Writes one ADR for each decision, and returns the paths. */
function writeAdrs(decisions: readonly Decision[], model: Model, folder: string, console: Console): string[] {
  const into = resolve(console.folder, folder);
  mkdirSync(into, { recursive: true });
  return renderAdrs(decisions, model.specFile).map(({ name, content }) => {
    writeFileSync(join(into, name), content);
    return `${folder}/${name}`;
  });
}
