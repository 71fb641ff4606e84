import { describe } from "vitest";
import { hasCommand } from "../../scripts/install-packages.mjs";

/** `describe`, or a skipped one that names what is missing; strict mode counts a skip as a failure. */
export function describeWith(commands: readonly string[], name: string, body: () => void): void {
  const missing = commands.filter((command) => !hasCommand(command));
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")})`, body);
}

/** Suite-level variant for `beforeAll`-heavy files: the missing commands' names, empty where all are there. */
export function requires(commands: readonly string[]): readonly string[] {
  return commands.filter((command) => !hasCommand(command));
}
