import { describe } from "vitest";
import { hasCommand } from "../../scripts/install-packages.mjs";

/** Commands that the laboratory can run as root only. */
const privileged: readonly string[] = ["dockerd", "buildah", "podman", "mount"];

/** What the machine lacks of the commands that a suite needs; nothing where all are there. */
export function missing(commands: readonly string[]): readonly string[] {
  const absent = commands.filter((command) => !hasCommand(command));
  const needsRoot = commands.some((command) => privileged.includes(command)) && process.getuid?.() !== 0;
  return needsRoot ? [...absent, "root"] : absent;
}

/** `describe`, or a skipped one that names what is missing; in strict mode (STAGEWRIGHT_TEST_STRICT=1) that fails. */
export function describeWith(commands: readonly string[], name: string, body: () => void): void {
  const lacking = missing(commands);
  if (lacking.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${lacking.join(", ")})`, body);
}
