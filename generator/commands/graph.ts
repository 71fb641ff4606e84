import { analyse, jobOf, targetFacts } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import { renderDot } from "../graph/dot.ts";
import { graphOf } from "../graph/graph.ts";
import { renderMermaid } from "../graph/mermaid.ts";
import { loadProject } from "../project/project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { reportFindings } from "../terminal/report.ts";
import { nearest } from "../terminal/suggestion.ts";

export interface GraphOptions extends Omit<Options, "format"> {
  readonly format: "mermaid" | "dot" | "json";
}

/** Prints the path from a commit to each environment, for one service or all. Throws a Failure for an unknown service. */
export async function graph(name: string | undefined, options: GraphOptions, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const analysed = { project, result: analyse(project.input) };
  await reportFindings(analysed, { ...options, format: "text" }, console);
  const { model } = analysed.result;
  if (model === null) return 1;
  const services = model.services.filter((it) => name === undefined || it.name === name);
  if (services.length === 0 && name !== undefined) {
    const known = model.services.map((it) => it.name);
    throw new Failure(`no service is called "${name}"`, 1, nearest(name, known));
  }
  const facts = targetFacts(model);
  const graphs = services.map((service) => graphOf(model, service, (stage) => jobOf(facts, service, stage).path));
  if (options.format === "json") console.print(`${JSON.stringify({ graphs }, null, 2)}\n`);
  else if (options.format === "dot") console.print(renderDot(graphs));
  else console.print(graphs.map((it) => `%% ${it.service}\n${renderMermaid(it)}`).join("\n"));
  return 0;
}
