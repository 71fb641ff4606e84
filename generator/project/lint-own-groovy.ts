import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { Failure } from "../diagnostics/failure.ts";
import { finding } from "../diagnostics/finding.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { checkDialect, type DialectReport } from "../rehearse/dialect.ts";
import { buildRunner, isRunnerBuilt, RehearsalError, startRunner } from "../rehearse/index.ts";
import type { GeneratedFile } from "../render/file.ts";
import type { Console } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { nameFor, readCacheFile, writeCacheFile } from "./cache-file.ts";
import type { Compiled } from "./compile-project.ts";

/**
 * Checks the site's own Groovy if the checker is built. If it has findings, no files are written.
 * A library that passed once is not checked again until it changes.
 */
export async function lintOwnGroovy(compiled: Compiled, console: Console): Promise<Compiled> {
  const library = compiled.result.files?.filter(({ path }) => path.startsWith("library/")) ?? [];
  const passed = sha256(JSON.stringify([console.memory?.build, library]));
  if (readPassed(compiled, console) === passed) return compiled;
  const report = await runChecker(compiled, library);
  if (typeof report === "string")
    return { ...withFindings(compiled, [uncheckedGroovy(compiled, report)]), groovyUnchecked: true };
  const own = report.findings.filter(({ path }) => ownPath(compiled, path) !== null);
  const found = diagnosticsOf(compiled, { ...report, findings: own });
  if (found.length > 0) return withFindings(compiled, found);
  if (console.memory !== null) writeCacheFile(console.memory, nameOf(compiled.project), [passed]);
  return compiled;
}

/** Checks all generated Groovy. Throws a Failure if the checker is not available. */
export async function lintAllGroovy(compiled: Compiled, console: Console): Promise<Compiled> {
  if (!(await isRunnerBuilt())) {
    console.progress("building the checker …");
    try {
      await buildRunner();
    } catch (error) {
      const [reason = ""] = String((error as Error).message).split("\n");
      throw new Failure(reason, 2, "the build needs JDK 17 and Maven 3.8; it runs only once");
    } finally {
      console.progress(null);
    }
  }
  const report = await runChecker(compiled, compiled.result.files ?? []);
  if (typeof report === "string") throw new Failure(`the checker failed to run: ${report}`, 2, "it needs JDK 17");
  return withFindings(compiled, diagnosticsOf(compiled, report));
}

/** Returns the checker's report, or the reason why it is not available. Throws a Failure if the checker stops without a report. */
async function runChecker(compiled: Compiled, files: readonly GeneratedFile[]): Promise<DialectReport | string> {
  if (!(await isRunnerBuilt())) return "the checker is not built";
  const runner = await startRunner();
  try {
    return await checkDialect(
      runner,
      files.map(({ path, content: text }) => ({ path, text, own: ownPath(compiled, path) !== null })),
    );
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error;
    const [reason = ""] = error.message.split("\n");
    // Files that stop the checker have not passed it.
    if (!error.notStarted) throw new Failure(`the checker of Groovy failed: ${reason}`, 2, "nothing was written");
    return reason;
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
  const known = new Map(rules.map((it) => [it.rule, it]));
  return findings.flatMap(({ rule, path, line, column, message }) => {
    const own = ownPath(compiled, path);
    const level = own === null ? "error" : (known.get(rule)?.own ?? "error");
    if (level === "allowed") return [];
    const file = own ?? join(compiled.result.model?.pipelines.directory ?? "", path);
    const text = compiled.result.files?.find((it) => it.path === path)?.content ?? "";
    const word = /^\w+/.exec(text.split("\n")[line - 1]?.slice(column - 1) ?? "")?.[0] ?? "";
    const span = { at: { file, line, column }, length: Math.max(word.length, 1) };
    const code = level === "error" ? "SW515" : "SW516";
    return [finding(code, span, `${message} (${rule})`, { hint: known.get(rule)?.meaning ?? "" })];
  });
}

function uncheckedGroovy({ project, result }: Compiled, reason: string): Diagnostic {
  const at = result.model?.origins.get("library/own")?.at ?? { file: project.input.platform.path, line: 1, column: 1 };
  const message = `your own Groovy was not checked: ${reason}`;
  const hint = "run stagewright dialect: it builds the checker once (with JDK 17 and Maven 3.8) and runs it";
  return finding("SW514", { at, length: project.input.own?.folder.length ?? 1 }, message, { hint });
}

/** Returns the file of the site's own folder that a generated file comes from; null for any other file. */
function ownPath({ result }: Compiled, path: string): string | null {
  const own = result.model?.library.ownPart;
  const found = own?.files.find((file) => `library/${file.path}` === path);
  return own === null || own === undefined || found === undefined ? null : `${own.folder}/${found.path}`;
}

/** Reads from the cache folder the hash of the library that passed last; null if there is none. */
function readPassed({ project }: Compiled, { memory }: Console): string | null {
  return memory === null ? null : (readCacheFile(memory, nameOf(project))?.toString("utf8") ?? null);
}

function nameOf({ folder }: Compiled["project"]): string {
  return `dialect-${nameFor(folder)}`;
}
