import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder } from "./applications.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** The real pre-commit of a version, from PyPI, in an environment of its own in the cache. */
export async function preCommit(version: string): Promise<string> {
  const folder = join(cacheFolder(), `pre-commit-${version}`);
  const marker = join(folder, ".complete");
  if (!existsSync(marker)) {
    // In its place from the beginning: its commands name the Python that lies beside them.
    await execa("python3", ["-m", "venv", "--clear", folder]);
    const options = ["--quiet", "--disable-pip-version-check"];
    await execa(join(folder, "bin/python"), ["-m", "pip", "install", ...options, `pre-commit==${version}`]);
    await writeFile(marker, "");
  }
  return folder;
}

/** What a user's `repo:` names: a repository with this checkout as it lies there, tagged v0.1.0. */
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
