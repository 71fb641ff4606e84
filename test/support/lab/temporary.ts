import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of this run's temporary directories: the test driver always removes it. */
export function labRoot(): string {
  return process.env.STAGEWRIGHT_LAB_ROOT ?? tmpdir();
}

/** Creates a private temporary directory outside the checkout. Its path is short, because socket paths have at most 108 characters. */
export async function makeTemporary(name: string): Promise<string> {
  await mkdir(labRoot(), { recursive: true });
  return mkdtemp(join(labRoot(), `sw-${name}-`));
}

/** Removes a directory that `makeTemporary` made. */
export async function removeTemporary(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}
