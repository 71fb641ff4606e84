import { sourceTools } from "../../source-tools/index.ts";
import type { SourceTool } from "../../source-tools/source-tool.ts";
import type { Command, Existing, Fact, Leftover } from "./facts.ts";
import { isQuiet, programIn } from "./shell.ts";

/** What decides which files the proposed stage writes. */
interface Stage {
  /** The tool of the stage; empty for several applications. */
  readonly tool: string;
  /** Whether the stage runs a command of the old pipeline, or one that fails until a user replaces it. */
  readonly runsCommand: boolean;
  /** Whether the stage runs the command of the old pipeline. */
  readonly runsOldCommand: boolean;
  /** Whether the repository has a folder. */
  has(path: string): boolean;
}

/** Keeps the reports of tests that the proposed stage writes: a stage that succeeds without its reports would fail. */
export function keepWritten(facts: readonly Fact[], commands: readonly Command[], stage: Stage): Existing {
  const tool = sourceTools.find(({ name }) => name === stage.tool);
  if (tool === undefined || stage.runsOldCommand) return { facts, leftovers: [] };
  if (!stage.runsCommand && runsItsTests(tool, commands)) return { facts, leftovers: [] };
  const leftovers: Leftover[] = [];
  const kept = facts.flatMap((fact): Fact[] => {
    if (fact.key !== "tests") return [fact];
    const written = fact.value.filter((it) => isWritten(it, tool, stage));
    const missing = fact.value.filter((it) => !written.includes(it));
    if (missing.length > 0) leftovers.push(leftoverOf(fact, missing, tool, commands));
    return written.length === 0 ? [] : [{ ...fact, value: written }];
  });
  return { facts: kept, leftovers };
}

/** Whether the old pipeline runs the tests with a command that the script of the tool runs, too. */
function runsItsTests({ reports }: SourceTool, commands: readonly Command[]): boolean {
  return commands.some(({ line }) => reports.sameCommands?.includes(line));
}

function leftoverOf({ where }: Fact, missing: readonly string[], tool: SourceTool, commands: readonly Command[]) {
  const before = commands.findLast((it) => it.where.line <= where.line && !isQuiet(it));
  const origin =
    before === undefined
      ? ""
      : `the old pipeline wrote these files with the command ${programIn(before.words)} (line ${before.where.line}), and `;
  const { files, writer } = tool.reports;
  const own = files.length === 0 ? "no reports" : `only ${files.join(" and ")}`;
  const advice = `write them with ${writer ?? "the old command"} in a custom stage with \`tests\``;
  const instead = `${origin}the script of \`tool: ${tool.name}\` writes ${own}: ${advice}`;
  return { construct: `stages.build.tests: ${missing.join(" ")}`, where, instead };
}

/** Whether a pattern matches a report of the application, or of a module of it. */
function isWritten(pattern: string, { reports }: SourceTool, { has }: Stage): boolean {
  const all = pattern.replace(/\/$/, "/**").split("/");
  const parts = all.filter((part, index) => part !== "**" || all[index - 1] !== "**");
  const files = reports.files.map((it) => it.split("/"));
  const places = files.flatMap((it) => [it, ["*", ...it], ["*", "*", ...it]]);
  for (let depth = 0; depth < parts.length; depth += 1) {
    // Jenkins finds nothing below a folder that only the old pipeline created.
    if (depth > 0 && !has(parts.slice(0, depth).join("/"))) return false;
    const below = parts.slice(depth);
    if ((depth === 0 ? places : files).some((it) => matches(below, it))) return true;
    if (/[*?]/.test(parts[depth] ?? "")) return false;
  }
  return false;
}

/** Whether a file can be one of an Ant pattern; both can have wildcards. */
function matches([part, ...rest]: readonly string[], file: readonly string[]): boolean {
  const [name, ...below] = file;
  if (part === "**") return matches(rest, file) || (name !== undefined && matches(["**", ...rest], below));
  if (part === undefined || name === undefined) return part === name;
  return overlap(part, name) && matches(rest, below);
}

/** Whether some name matches both: the texts before their first wildcards agree, and so do those after their last. */
function overlap(one: string, other: string): boolean {
  if (!/[*?]/.test(one) && !/[*?]/.test(other)) return one === other;
  const starts = [one, other].map((it) => /^[^*?]*/.exec(it)?.[0] ?? "");
  const ends = [one, other].map((it) => /[^*?]*$/.exec(it)?.[0] ?? "");
  const [start = "", otherStart = ""] = starts;
  const [end = "", otherEnd = ""] = ends;
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}
