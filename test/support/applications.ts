import { fileURLToPath } from "node:url";
import { copy } from "fs-extra/esm";
import { request } from "./lab/control.ts";
import { toolFolder } from "./slow-tools.ts";

/** The example's applications. */
export type Application = "shop" | "catalog";

/** The folder of an application's sources. Tests create a git repository or a copy of them. */
export function applicationSource(name: Application): string {
  return fileURLToPath(new URL(`../../examples/shop/apps/${name}`, import.meta.url));
}

/** Copies an application's sources to a directory. */
export async function copyApplication(name: Application, directory: string): Promise<void> {
  await copy(applicationSource(name), directory);
}

/** The environment in which Maven builds the shop without the network. */
export async function mavenEnvironment(): Promise<{ readonly MAVEN_OPTS: string }> {
  const control = process.env.STAGEWRIGHT_LAB_CONTROL;
  const repository = control === undefined ? await fillMavenRepository() : await request(control, "maven");
  return { MAVEN_OPTS: `-Dmaven.repo.local=${repository}` };
}

/** The Maven repository with everything that the shop's build needs. */
export function fillMavenRepository(): Promise<string> {
  return toolFolder("mavenRepository");
}
