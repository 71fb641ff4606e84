import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiChanges, levelOf } from "../api/changes.ts";
import { listed } from "../api/check-api.ts";
import { ownHashes } from "../api/own-hashes.ts";
import { demandedVersion, releaseBefore, satisfies } from "../api/version.ts";
import { libraryApi, librarySettings, releasedActions } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Api } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import { compileProject } from "../project/compile-project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { reportFindings } from "../terminal/report.ts";
import { generate } from "./generate.ts";

export interface ReleaseOptions extends Options {
  /** Notes for the changelog, one sentence each. */
  readonly note?: readonly string[];
  readonly dryRun: boolean;
}

/** Records the API of the library's version, updates the output with its changelog, and prints the tag. Throws a Failure if the version may not be released. */
export async function release(options: ReleaseOptions, console: Console): Promise<ExitCode> {
  const compiled = await compileProject(options, console);
  await reportFindings(compiled, { ...options, format: "text" }, console);
  const { model } = compiled.result;
  if (model === null) return 1;
  const date = options.today ?? console.today;
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new Failure(`${date} is not a date`, 1, "write it as YEAR-MONTH-DAY, such as 2026-03-31");
  const api = libraryApi(model);
  checkVersion(model, api);
  const tag = `v${api.version}`;
  const file = `${model.library.releasesFolder}/${api.version}.json`;
  if (!options.dryRun) {
    const path = join(compiled.project.folder, file);
    mkdirSync(join(path, ".."), { recursive: true });
    const actions = releasedActions(model);
    const own = ownHashes(model.library);
    const record = { date, notes: options.note ?? [], api, settings: librarySettings(model), own };
    const text = `${JSON.stringify(actions === null ? record : { ...record, actions }, null, 2)}\n`;
    writeFileSync(path, text, { flag: "wx" });
    const exitCode = await generate({ ...options, quiet: true, format: "text", force: false, hook: false }, console);
    if (exitCode !== 0) {
      rmSync(path);
      return exitCode;
    }
  }
  if (options.format === "json") console.print(`${JSON.stringify({ version: api.version, tag, file }, null, 2)}\n`);
  else console.print(options.quiet ? `${tag}\n` : summary(model, file, tag, options.dryRun));
  return 0;
}

function checkVersion({ library: { releases } }: Model, api: Api): void {
  const before = releaseBefore(releases, api.version);
  if (before === null) return;
  if (before.version === api.version)
    throw new Failure(
      `version ${api.version} was already released on ${before.date}`,
      1,
      "set library.version to the next version",
    );
  const changes = apiChanges(before.api, api);
  const demanded = demandedVersion(before.version, levelOf(changes));
  if (!satisfies(api.version, demanded))
    throw new Failure(
      `version ${api.version} is too low for the changes since ${before.version}: ${listed(changes)}`,
      1,
      `set library.version: ${demanded}`,
    );
}

function summary({ library, pipelines, target }: Model, file: string, tag: string, dryRun: boolean): string {
  // Only Jenkins loads the library, which contains the changelog.
  const onJenkins = target === "jenkins";
  const recorded = dryRun
    ? `would write ${file}`
    : `wrote ${file}${onJenkins ? " and the library's CHANGELOG.md" : ""}`;
  const published =
    library.git === null || library.git === pipelines.git || !onJenkins
      ? "commit the changes, then tag the commit"
      : `commit the changes, copy library/ of the output to ${library.git}, then tag the commit there`;
  return `${recorded}; ${published}:\n${tag}\n`;
}
