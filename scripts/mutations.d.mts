/** A mutation: the attack whose defense it removes, and the test that must fail then. */
export interface Mutation {
  /** The actor and the goal of a row in SECURITY.md, with a colon between them. */
  readonly attack: string;
  /** What is removed, if an attack has several rows. */
  readonly defense?: string;
  /** The path of the test file. */
  readonly test: string;
  /** A part of the full name of the test. */
  readonly name: string;
  readonly remove: readonly { readonly file: string; readonly text: string; readonly replacement?: string }[];
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export function readMutations(root: string): readonly Mutation[];
export function problemOf(root: string, mutation: Mutation): string | null;
export function mutatedFiles(root: string, mutation: Mutation): ReadonlyMap<string, string>;
export function verdictOf(report: Report, name: string): "passed" | "failed" | "broken";
export function reasonOf(report: Report): string;
