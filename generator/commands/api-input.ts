import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readApi } from "../api/read-api.ts";
import { readReleases } from "../api/releases.ts";
import { isVersion } from "../api/version.ts";
import { analyse, libraryApi } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Api } from "../model/api.ts";
import { loadProject } from "../project/project.ts";
import type { Console, Options } from "../terminal/console.ts";
import { reportFindings } from "../terminal/report.ts";
import { errorCode } from "../write/file-system.ts";

/** Reads the API from an `api.json` or a recorded release. Throws a Failure if the file is neither. */
function apiFile(path: string, console: Console): Api {
  const read = readApi(readText(path, console));
  if ("problem" in read)
    throw new Failure(`${path} is not an api.json: ${read.problem}`, 1, "specify an api.json or a release");
  return read.value;
}

/** The API of a recorded release (`1.4.2`), or of a file. Throws a Failure if there is neither. */
export async function apiNamed(name: string, options: Options, console: Console): Promise<Api> {
  if (!isVersion(name)) return apiFile(name, console);
  const { releases = [] } = (await loadProject(options, console)).input;
  const release = readReleases(releases).releases.find(({ version }) => version === name);
  if (release === undefined)
    throw new Failure(`version ${name} is not released`, 1, "specify a recorded release or an api.json");
  return release.api;
}

/** The API generated from the specs; null if they have errors, which it reports. Throws a Failure if a spec cannot be read. */
export async function apiOfSpecs(options: Options, console: Console): Promise<Api | null> {
  const project = await loadProject(options, console);
  const result = analyse(project.input);
  // The caller itself checks the changes of the version (SW501, SW502); other errors stop the command.
  const diagnostics = result.diagnostics.filter(({ code }) => code !== "SW501" && code !== "SW502");
  await reportFindings({ project, result: { ...result, diagnostics } }, { ...options, format: "text" }, console);
  const stopped = diagnostics.some(({ severity }) => severity === "error");
  return stopped || !result.lowered ? null : libraryApi(result.lowered);
}

function readText(path: string, console: Console): string {
  try {
    return readFileSync(resolve(console.folder, path), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      throw new Failure(`${path} does not exist`, 1, "specify an api.json or a release");
    if (errorCode(error) === "EISDIR") throw new Failure(`${path} is a folder`, 1, "specify the api.json in it");
    throw error;
  }
}
