import type { Analysis } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { OtherResult } from "../diagnostics/sarif.ts";
import type { Compiled } from "../project/compile-project.ts";
import type { Console, Options } from "./console.ts";

/** Prints the findings of the compile as text to standard error. The command itself prints JSON, together with its result. */
export async function reportFindings(compiled: Compiled<Analysis>, options: Options, console: Console): Promise<void> {
  const { diagnostics, sources } = located(compiled);
  if (options.format !== "text" || diagnostics.length === 0) return;
  const { renderText } = await import("../diagnostics/text.ts");
  const { renderSummary } = await import("../diagnostics/summary.ts");
  const summary = renderSummary(diagnostics);
  console.warn(renderText(diagnostics, sources, { color: console.color, width: console.width }));
  if (summary !== "") console.warn(`\n${summary}`);
}

/** Results of a command in addition to the findings of the compile. */
export interface More {
  /** Additional keys of the JSON object. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Additional results of the SARIF log. */
  readonly results?: readonly OtherResult[];
}

/** Prints the findings and the command's additions as JSON or SARIF if that format is selected. */
export async function printForPrograms(
  compiled: Compiled<Analysis>,
  more: More,
  { format }: Pick<Options, "format">,
  console: Console,
): Promise<void> {
  if (format === "json") await printJson(compiled, more.json, console);
  if (format === "sarif") await printSarif(compiled, more.results ?? [], console);
}

/** Prints one JSON object: the findings, their number by owner, and the command's additions. */
export async function printJson(
  compiled: Compiled<Analysis>,
  more: Readonly<Record<string, unknown>>,
  console: Console,
): Promise<void> {
  const { diagnostics } = located(compiled);
  const { renderJson } = await import("../diagnostics/json.ts");
  const { countByOwner } = await import("../diagnostics/summary.ts");
  const summary = Object.fromEntries(countByOwner(diagnostics));
  console.print(`${JSON.stringify({ ...more, diagnostics: renderJson(diagnostics), summary }, null, 2)}\n`);
}

async function printSarif(
  compiled: Compiled<Analysis>,
  results: readonly OtherResult[],
  console: Console,
): Promise<void> {
  const { diagnostics } = located(compiled);
  const { renderSarif } = await import("../diagnostics/sarif.ts");
  console.print(`${JSON.stringify(renderSarif(diagnostics, console.version, results), null, 2)}\n`);
}

/** Makes the file names of findings and sources relative to the current folder. */
function located({ project, result }: Compiled<Analysis>) {
  const { prefix, input } = project;
  const at = (position: Diagnostic["at"]) => ({ ...position, file: prefix + position.file });
  const diagnostics = result.diagnostics.map((it) => ({
    ...it,
    at: at(it.at),
    ...(it.related && { related: it.related.map((other) => ({ ...other, at: at(other.at) })) }),
  }));
  const read = [input.platform, ...input.services, ...(input.dockerfiles ?? []), ...(input.own?.files ?? [])];
  const sources = read.map(({ path, text }) => ({
    path: prefix + path,
    text,
  }));
  return { diagnostics, sources };
}
