import { createHash } from "node:crypto";
import { access, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { request } from "./lab/control.ts";
import { makeTemporary, removeTemporary } from "./lab/temporary.ts";

/** The example's applications. */
export type Application = "shop" | "catalog";

/** Where an application's sources lie; tests make a git repository of them, or a copy. */
export function applicationSource(name: Application): string {
  return fileURLToPath(new URL(`../../examples/shop/apps/${name}`, import.meta.url));
}

/** Copies an application's sources to a directory. */
export async function copyApplication(name: Application, directory: string): Promise<void> {
  await cp(applicationSource(name), directory, { recursive: true });
}

/** What lasts from one run to the next: downloads only. */
export function cacheFolder(): string {
  return process.env.STAGEWRIGHT_CACHE ?? join(homedir(), ".cache", "stagewright-test");
}

/** The environment in which Maven builds the shop without the network. */
export async function mavenEnvironment(): Promise<{ readonly MAVEN_OPTS: string }> {
  const control = process.env.STAGEWRIGHT_LAB_CONTROL;
  const repository = control === undefined ? await fillMavenRepository() : await request(control, "maven");
  return { MAVEN_OPTS: `-Dmaven.repo.local=${repository}` };
}

/** Builds the shop once with the network, so that everything it needs is there; a no-op while its pom.xml is the same. */
export async function fillMavenRepository(): Promise<string> {
  const repository = join(cacheFolder(), "m2");
  const pom = await readFile(join(applicationSource("shop"), "pom.xml"));
  const marker = join(repository, `.filled-${createHash("sha256").update(pom).digest("hex").slice(0, 16)}`);
  const filled = await access(marker).then(
    () => true,
    () => false,
  );
  if (filled) return repository;
  const directory = await makeTemporary("maven");
  try {
    await copyApplication("shop", directory);
    const options = ["--batch-mode", "--no-transfer-progress", "--quiet", `-Dmaven.repo.local=${repository}`];
    await execa("mvn", [...options, "clean", "install"], { cwd: directory });
    await mkdir(repository, { recursive: true });
    await writeFile(marker, "");
  } finally {
    await removeTemporary(directory);
  }
  return repository;
}
