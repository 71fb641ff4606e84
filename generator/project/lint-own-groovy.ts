import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { Failure } from "../diagnostics/failure.ts";
import { finding } from "../diagnostics/finding.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { checkDialect, type DialectReport } from "../rehearse/dialect.ts";
import { buildRunner, isRunnerBuilt, RehearsalError, startRunner } from "../rehearse/index.ts";
import type { EmittedFile } from "../render/file.ts";
import type { Console } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { keepText, nameFor } from "./cache-file.ts";
import type { Compiled } from "./compile-project.ts";

/**
 * A compile, its own Groovy held to the dialect where the checker is at hand: with findings there is nothing to write.
 * What passed once is not looked at again while the library is the same.
 */
export async function holdOwnGroovy(compiled: Compiled, console: Console): Promise<Compiled> {
  const library = compiled.result.files?.filter(({ path }) => path.startsWith("library/")) ?? [];
  const passed = sha256(JSON.stringify([console.memory?.build, library]));
  if (readPassed(compiled, console) === passed) return compiled;
  const report = await reportAtHand(library);
  if (typeof report === "string") return { ...withFindings(compiled, [unheld(compiled, report)]), unheld: true };
  const found = report.findings.filter(({ path }) => ownPath(compiled, path) !== null);
  if (found.length > 0) return withFindings(compiled, diagnosticsOf(compiled, { ...report, findings: found }));
  if (console.memory !== null) keepText(console.memory.folder, nameOf(compiled.project), passed);
  return compiled;
}

/** A compile with all that its emitted Groovy breaks of the dialect. Throws a Failure where the checker cannot be had. */
export async function holdAllGroovy(compiled: Compiled, console: Console): Promise<Compiled> {
  if (!(await isRunnerBuilt())) {
    console.progress("building the checker …");
    try {
      await buildRunner();
    } catch (error) {
      const [reason = ""] = String((error as Error).message).split("\n");
      throw new Failure(reason, 2, "once built it is kept; JDK 17 and Maven 3.8 build it");
    } finally {
      console.progress(null);
    }
  }
  const report = await reportAtHand(compiled.result.files ?? []);
  if (typeof report === "string") throw new Failure(`the checker did not run: ${report}`, 2, "it needs a JDK 17");
  return withFindings(compiled, diagnosticsOf(compiled, report));
}

/** What the checker says; a sentence where there is none, or it does not run. */
async function reportAtHand(files: readonly EmittedFile[]): Promise<DialectReport | string> {
  if (!(await isRunnerBuilt())) return "the checker is not built";
  const runner = await startRunner();
  try {
    return await checkDialect(
      runner,
      files.map(({ path, content: text }) => ({ path, text })),
    );
  } catch (error) {
    if (error instanceof RehearsalError) return error.message.split("\n")[0] ?? "";
    throw error;
  } finally {
    await runner.stop();
  }
}

function withFindings({ project, result }: Compiled, more: readonly Diagnostic[]): Compiled {
  const diagnostics = sortDiagnostics([...result.diagnostics, ...more]);
  const failed = more.some(({ severity }) => severity === "error");
  return { project, result: failed ? { files: null, model: null, diagnostics } : { ...result, diagnostics } };
}

function diagnosticsOf(compiled: Compiled, { findings, rules }: DialectReport): Diagnostic[] {
  const meanings = new Map(rules.map(({ rule, meaning }) => [rule, meaning]));
  return findings.map(({ rule, path, line, column, message }) => {
    const own = ownPath(compiled, path);
    const file = own ?? join(compiled.result.model?.pipelines.directory ?? "", path);
    const text = compiled.result.files?.find((it) => it.path === path)?.content ?? "";
    const word = /^\w+/.exec(text.split("\n")[line - 1]?.slice(column - 1) ?? "")?.[0] ?? "";
    const span = { at: { file, line, column }, length: Math.max(word.length, 1) };
    return finding("SW515", span, `${message} (${rule})`, { hint: meanings.get(rule) ?? "" });
  });
}

function unheld({ project, result }: Compiled, reason: string): Diagnostic {
  const at = result.model?.origins.get("library/own")?.at ?? { file: project.input.platform.path, line: 1, column: 1 };
  const message = `own Groovy was not held to what Jenkins runs: ${reason}`;
  const hint = "stagewright dialect builds the checker once, by JDK 17 and Maven 3.8, and holds it";
  return finding("SW514", { at, length: project.input.own?.folder.length ?? 1 }, message, { hint });
}

/** The file of the site's own folder that an emitted one is; null for any other. */
function ownPath({ result }: Compiled, path: string): string | null {
  const own = result.model?.library.ownPart;
  const found = own?.files.find((file) => `library/${file.path}` === path);
  return own === null || own === undefined || found === undefined ? null : `${own.folder}/${found.path}`;
}

/** Of which library it was found, in the user's cache folder, that its own Groovy is right; null where nothing tells. */
function readPassed({ project }: Compiled, { memory }: Console): string | null {
  if (memory === null) return null;
  try {
    return readFileSync(join(memory.folder, nameOf(project)), "utf8");
  } catch {
    return null;
  }
}

function nameOf({ folder }: Compiled["project"]): string {
  return `dialect-${nameFor(folder)}`;
}
