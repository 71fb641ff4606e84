import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { CompileInput, SourceText } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Console, Options } from "../terminal/console.ts";
import { errorCode } from "../write/file-system.ts";
import { findFiles } from "./find-files.ts";
import { type Beside, readReleases } from "./referenced-paths.ts";

/** The platform spec and its folder, absolute. Throws a Failure where it cannot be read. */
export function readPlatform({ spec }: Pick<Options, "spec">, { folder: here }: Console) {
  const path = resolve(here, spec);
  return { folder: dirname(path), platform: { path: basename(path), text: readSpec(path, spec) } };
}

/** What to put before a spec's path to name it from where the command runs. */
export function prefixOf(folder: string, console: Console): string {
  const away = relative(console.folder, folder).replaceAll("\\", "/");
  return away === "" ? "" : `${away}/`;
}

/** All that a compile is given. Throws a Failure where a spec cannot be read. */
export async function readInput(
  folder: string,
  platform: SourceText,
  beside: Beside,
  today: string,
): Promise<CompileInput> {
  const read = (path: string) => ({ path, text: readSpec(join(folder, path), path) });
  const services = (await findFiles(beside.services, folder)).map(read);
  const dockerfiles = (await findFiles(beside.dockerfiles, folder)).map(read);
  const own = beside.own === null ? {} : { own: (await import("./own-folder.ts")).readOwnFolder(beside.own, folder) };
  return { platform, services, dockerfiles, releases: readReleases(beside.releases, folder), ...own, today };
}

function readSpec(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test(errorCode(error) ?? ""))
      throw new Failure(`there is no ${name} here`, 1, "name the platform spec: --spec PATH");
    if (errorCode(error) === "EISDIR")
      throw new Failure(`${name} is a folder`, 1, `name the file in it: --spec ${join(name, "stagewright.yaml")}`);
    throw error;
  }
}
