import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { CompileInput } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Console, Options } from "../terminal/console.ts";
import { errorCode } from "../write/file-system.ts";
import { findFiles, findNearMisses } from "./find-files.ts";
import { DEFAULT_SPEC, noSpecMessage } from "./find-spec.ts";
import { type ReferencedPaths, readReleases } from "./referenced-paths.ts";
import { Repository } from "./repository.ts";

/** The platform spec, with the folder and the repository that contain it. */
export type Platform = ReturnType<typeof readPlatform>;

/** Reads the platform spec; `folder` is its absolute folder. Throws a Failure if the file cannot be read. */
export function readPlatform({ spec }: Pick<Options, "spec">, { folder: here }: Console) {
  const path = resolve(here, spec);
  const repository = new Repository(dirname(path));
  repository.checkLinks(path, spec);
  return { folder: dirname(path), repository, platform: { path: basename(path), text: readSpec(path, spec) } };
}

/** The prefix that makes a path of a spec relative to the current folder. */
export function prefixOf(folder: string, console: Console): string {
  const away = relative(console.folder, folder).replaceAll("\\", "/");
  return away === "" ? "" : `${away}/`;
}

/** The options that are part of a compile's input. */
export type Chosen = Pick<Options, "today" | "target">;

/** The options of the command line that are part of a compile's input. */
export function chosen({ today, target }: Chosen, console: Console): Pick<CompileInput, "today" | "target"> {
  return { today: today ?? console.today, ...(target !== undefined && { target }) };
}

/** Reads all input of a compile. Throws a Failure if a spec cannot be read. */
export async function readInput(
  { folder, repository, platform }: Platform,
  referenced: ReferencedPaths,
  { today, target }: Pick<CompileInput, "today" | "target">,
): Promise<CompileInput> {
  const read = (path: string) => {
    repository.checkReferenced(join(folder, path), path);
    return { path, text: readSpec(join(folder, path), path) };
  };
  const services = await findFiles(referenced.services, folder);
  const dockerfiles = await findFiles(referenced.dockerfiles, folder);
  for (const it of [referenced.own, referenced.releases])
    if (it !== null) repository.checkReferenced(join(folder, it), it);
  const own =
    referenced.own === null ? {} : { own: (await import("./own-folder.ts")).readOwnFolder(referenced.own, folder) };
  const nearMisses = await findNearMisses(referenced.services, services, folder);
  const unmatched = [...services.unmatched, ...dockerfiles.unmatched];
  return {
    platform,
    services: services.files.map(read),
    dockerfiles: dockerfiles.files.map(read),
    releases: readReleases(referenced.releases, folder, (path) => repository.checkReferenced(join(folder, path), path)),
    ...own,
    ...(unmatched.length > 0 && { unmatched }),
    ...(nearMisses.length > 0 && { nearMisses }),
    ...(today !== undefined && { today }),
    ...(target !== undefined && { target }),
  };
}

function missing(path: string, name: string): Failure {
  if (name !== DEFAULT_SPEC) return new Failure(`${path} does not exist`, 1, "specify the platform spec: --spec PATH");
  const hint = "create one with `stagewright init`, or specify the platform spec: --spec PATH";
  return new Failure(noSpecMessage(dirname(path)), 1, hint);
}

function readSpec(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test(errorCode(error) ?? "")) throw missing(path, name);
    if (errorCode(error) === "EISDIR")
      throw new Failure(`${name} is a folder`, 1, `specify the file in it: --spec ${join(name, DEFAULT_SPEC)}`);
    throw error;
  }
}
