import { describe } from "vitest";
import { hasCommand } from "../../scripts/install-packages.mjs";

/** Commands that the lab can only run as root. */
const privileged: readonly string[] = ["dockerd", "buildah", "podman", "mount"];

/** The required commands that the machine lacks; empty if it has all. */
export function missing(commands: readonly string[]): readonly string[] {
  const absent = commands.filter((command) => !hasCommand(command));
  const needsRoot = commands.some((command) => privileged.includes(command)) && process.getuid?.() !== 0;
  return needsRoot ? [...absent, "root"] : absent;
}

/** `describe`, or a skipped one that lists missing commands, which fails in strict mode (STAGEWRIGHT_TEST_STRICT=1). */
export function describeWith(commands: readonly string[], name: string, body: () => void): void {
  const lacking = missing(commands);
  if (lacking.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${lacking.join(", ")})`, body);
}
