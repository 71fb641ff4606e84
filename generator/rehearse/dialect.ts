import type { Runner } from "./runner.ts";

/** A file of the emitted tree, under its path below the output folder: the path tells which rules hold for it. */
export interface DialectFile {
  readonly path: string;
  readonly text: string;
}

/** A place in emitted Groovy that breaks a rule of the dialect. */
export interface DialectFinding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A rule of the dialect, and what it demands. */
export interface DialectRule {
  readonly rule: string;
  readonly meaning: string;
}

/** What a check of the dialect says: every finding, and every rule that was looked for. */
export interface DialectReport {
  readonly findings: readonly DialectFinding[];
  readonly rules: readonly DialectRule[];
}

/** Holds a whole emitted tree against the Groovy that Jenkins runs faithfully; nothing of it is executed. */
export async function checkDialect(runner: Runner, files: readonly DialectFile[]): Promise<DialectReport> {
  return (await runner.request("dialect", { files })) as DialectReport;
}

/** A constant that a `sh` step runs. */
export interface ShellBody {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Every constant that a shell step of the given files runs. */
export async function listShellBodies(runner: Runner, files: readonly DialectFile[]): Promise<readonly ShellBody[]> {
  const { bodies } = (await runner.request("shellBodies", { files })) as { bodies: readonly ShellBody[] };
  return bodies;
}

/** The values of Groovy expressions without variables, compiled and run as Groovy 2.4 does. */
export async function evaluateLiterals(runner: Runner, literals: readonly string[]): Promise<readonly unknown[]> {
  const { values } = (await runner.request("literals", { literals })) as { values: readonly unknown[] };
  return values;
}

/** For each path every constant, name and operator in the order of the code, as Groovy's own parser understood it. */
export type GroovyTexts = Readonly<Record<string, readonly string[]>>;

/** Reads files by Groovy's parser; what does not parse is an error. */
export async function readTexts(runner: Runner, files: readonly DialectFile[]): Promise<GroovyTexts> {
  const answer = (await runner.request("texts", { files })) as {
    texts: GroovyTexts;
    findings: readonly DialectFinding[];
  };
  const [first] = answer.findings;
  if (first) throw new Error(`${first.path}:${first.line}:${first.column}: ${first.message}`);
  return answer.texts;
}
