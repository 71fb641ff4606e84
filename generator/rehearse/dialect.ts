import type { Runner } from "./runner.ts";

/** A generated file. Its path, relative to the output folder, decides which rules apply to it. */
export interface DialectFile {
  readonly path: string;
  readonly text: string;
  /** Whether it is a copy of the site's own file. */
  readonly own?: boolean;
}

/** A place in generated Groovy that breaks a rule of the dialect. */
export interface DialectFinding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A rule of the dialect and its meaning. */
export interface DialectRule {
  readonly rule: string;
  readonly meaning: string;
  /** What it means for the site's own code: Jenkins may run code with a warning; allowed code differs only in style. */
  readonly own: "error" | "warning" | "allowed";
}

/** The result of a dialect check: all findings, and all rules that were checked. */
export interface DialectReport {
  readonly findings: readonly DialectFinding[];
  readonly rules: readonly DialectRule[];
}

/** Checks that generated files use only the part of Groovy that Jenkins runs faithfully. It does not run them. */
export async function checkDialect(runner: Runner, files: readonly DialectFile[]): Promise<DialectReport> {
  return (await runner.request("dialect", { files })) as DialectReport;
}

/** A constant script of a `sh` step. */
export interface ShellBody {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Lists all constant scripts of the shell steps in these files. */
export async function listShellBodies(runner: Runner, files: readonly DialectFile[]): Promise<readonly ShellBody[]> {
  const { bodies } = (await runner.request("shellBodies", { files })) as { bodies: readonly ShellBody[] };
  return bodies;
}

/** Evaluates Groovy expressions without variables. Groovy 2.4 compiles and runs them. */
export async function evaluateLiterals(runner: Runner, literals: readonly string[]): Promise<readonly unknown[]> {
  const { values } = (await runner.request("literals", { literals })) as { values: readonly unknown[] };
  return values;
}

/** For each path, all constants, names and operators in source order, as the Groovy parser reads them. */
export type GroovyTexts = Readonly<Record<string, readonly string[]>>;

/** Reads files with the Groovy parser. Throws if a file does not parse. */
export async function readTexts(runner: Runner, files: readonly DialectFile[]): Promise<GroovyTexts> {
  const answer = (await runner.request("texts", { files })) as {
    texts: GroovyTexts;
    findings: readonly DialectFinding[];
  };
  const [first] = answer.findings;
  if (first) throw new Error(`${first.path}:${first.line}:${first.column}: ${first.message}`);
  return answer.texts;
}
