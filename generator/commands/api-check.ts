import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkConsumers } from "../api/consumers/check-consumers.ts";
import { Failure } from "../diagnostics/failure.ts";
import { renderJson } from "../diagnostics/json.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import { apiNamed, apiOfSpecs } from "./api-input.ts";

export interface ApiCheckOptions extends Options {
  /** An `api.json` to check the files against, instead of the API generated from the specs. */
  readonly api?: string;
  /** Other steps of the site, in addition to the library's and those of common plugins. */
  readonly known?: readonly string[];
}

const JENKINSFILES = ["**/Jenkinsfile*", "**/*.Jenkinsfile", "**/*.jenkinsfile", "**/*.groovy"];

/** Checks a folder of Jenkinsfiles against the library's API; writes nothing. Throws a Failure if the folder has none. */
export async function apiCheck(folder: string, options: ApiCheckOptions, console: Console): Promise<ExitCode> {
  const files = await readJenkinsfiles(folder, console);
  const api =
    options.api === undefined ? await apiOfSpecs(options, console) : await apiNamed(options.api, options, console);
  if (api === null) return 1;
  const { diagnostics, checked } = working(["reading", files.length, "files"], console, () =>
    checkConsumers(files, api, options.known ?? []),
  );
  const found = sortDiagnostics(diagnostics);
  if (options.format === "json") console.print(`${JSON.stringify({ diagnostics: renderJson(found) }, null, 2)}\n`);
  else if (options.format === "sarif") {
    const { renderSarif } = await import("../diagnostics/sarif.ts");
    console.print(`${JSON.stringify(renderSarif(found, console.version), null, 2)}\n`);
  } else if (found.length > 0) {
    const { renderText } = await import("../diagnostics/text.ts");
    console.warn(renderText(found, files, { color: console.color, width: console.width }));
  } else if (!options.quiet) {
    const others = files.length - checked;
    const skipped = others === 0 ? "" : `; ${others} ${others === 1 ? "file does" : "files do"} not load the library`;
    console.print(
      `checked ${checked} ${checked === 1 ? "file" : "files"} against ${api.library} ${api.version}: no problems${skipped}\n`,
    );
  }
  return found.some(({ severity }) => severity === "error") ? 1 : 0;
}

async function readJenkinsfiles(folder: string, console: Console) {
  const root = resolve(console.folder, folder);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Failure(`${folder} is not a folder`, 1, "specify the folder with the Jenkinsfiles");
  const { globSync } = await import("tinyglobby");
  const ignore = ["**/node_modules/**", "**/.git/**"];
  const paths = globSync(JENKINSFILES, {
    cwd: root,
    onlyFiles: true,
    expandDirectories: false,
    ignore,
    dot: true,
  }).sort();
  if (paths.length === 0)
    throw new Failure(
      `there is no Jenkinsfile in ${folder}`,
      1,
      "their names are Jenkinsfile, NAME.Jenkinsfile or NAME.groovy",
    );
  return paths.map((path) => ({
    path: join(folder, path).replaceAll("\\", "/"),
    text: readFileSync(join(root, path), "utf8"),
  }));
}
