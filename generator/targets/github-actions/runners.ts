import { isHosted } from "../../model/runner.ts";

/** The labels of a runner that has all labels of an expression; null for an expression that GitHub cannot evaluate. */
export function runnerLabels(expression: string): readonly string[] | null {
  const labels = expression
    .replace(/^\(([^()]*)\)$/, "$1")
    .split("&&")
    .map((label) => label.trim());
  return labels.every((label) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(label)) ? labels : null;
}

/** The value of `runs-on`: one label, or a list of labels. */
export function runsOn(expression: string): string | readonly string[] {
  const labels = runnerLabels(expression) ?? [];
  return labels.length === 1 ? (labels[0] ?? "") : labels;
}

/** Whether a runner of GitHub runs jobs with these labels. Such a runner is new for each job. */
export function runsOnHosted(expression: string): boolean {
  return (runnerLabels(expression) ?? []).some(isHosted);
}
