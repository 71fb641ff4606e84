import { readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type CompileInput, readValue } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import { errorCode } from "../write/file-system.ts";
import { readReleases } from "./beside.ts";
import type { Console, Options } from "./console.ts";

/** The specs as they lie on the disk. Their paths are relative to the platform spec, so that every clone emits the same. */
export interface Project {
  /** The platform spec's folder, absolute. */
  readonly folder: string;
  /** What to put before a spec's path to name it from where the command runs. */
  readonly prefix: string;
  readonly input: CompileInput;
}

/** Reads the platform spec and the service files that its globs name. Throws a Failure where one cannot be read. */
export async function loadProject(options: Pick<Options, "spec" | "today">, console: Console): Promise<Project> {
  const specPath = resolve(console.folder, options.spec);
  const folder = dirname(specPath);
  const platform = { path: basename(specPath), text: readSpec(specPath, options.spec) };
  const platformValue = readValue(platform);
  const paths = await findFiles(serviceGlobs(platformValue), folder);
  const services = paths.map((path) => ({ path, text: readSpec(join(folder, path), path) }));
  const dockerfiles = (await findFiles(dockerfileGlobs(platformValue), folder)).map((path) => ({
    path,
    text: readSpec(join(folder, path), path),
  }));
  const releases = readReleases(platformValue, folder);
  const away = relative(console.folder, folder).replaceAll("\\", "/");
  return {
    folder,
    prefix: away === "" ? "" : `${away}/`,
    input: { platform, services, dockerfiles, releases, today: options.today ?? console.today },
  };
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

function serviceGlobs(platform: unknown): string[] {
  if (typeof platform !== "object" || platform === null || !("services" in platform)) return [];
  const { services } = platform;
  return (Array.isArray(services) ? services : [services]).filter((glob) => typeof glob === "string");
}

function dockerfileGlobs(platform: unknown): string[] {
  const site = (platform as { site?: { dockerfiles?: unknown } } | null)?.site;
  if (!Array.isArray(site?.dockerfiles)) return [];
  return site.dockerfiles.filter((glob) => typeof glob === "string");
}

async function findFiles(globs: readonly string[], folder: string): Promise<string[]> {
  if (globs.length === 0) return [];
  const { globSync } = await import("tinyglobby");
  return globSync(globs, { cwd: folder, onlyFiles: true, expandDirectories: false }).sort();
}
