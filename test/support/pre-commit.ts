import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** The repository for a user's `repo:`: contains the current state of this checkout, with tag v0.1.0. */
export async function releaseRepository(folder: string): Promise<string> {
  await execa("git", ["init", "--quiet", folder]);
  const where = [`--git-dir=${join(folder, ".git")}`, `--work-tree=${checkout}`];
  const author = ["-c", "user.name=releaser", "-c", "user.email=releaser@acme.internal"];
  for (const command of [
    ["add", "--all"],
    ["commit", "--quiet", "--message=release"],
    ["tag", "v0.1.0"],
  ]) {
    await execa("git", [...where, ...author, ...command]);
  }
  return `file://${folder}`;
}
