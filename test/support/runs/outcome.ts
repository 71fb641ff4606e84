import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildResult, TraceEntry } from "../../../generator/rehearse/index.ts";
import type { ReleaseRecord } from "../shop-runs.ts";

/** The steps and results of a build, which must be the same in all ways to run. */
export interface Outcome {
  readonly job: string;
  readonly number: number;
  readonly result: string | null;
  readonly error: string | null;
  readonly violations: readonly string[];
  readonly trace: readonly TraceEntry[];
  readonly artifacts: readonly string[];
  readonly tests: BuildResult["tests"];
  readonly upstream: BuildResult["upstream"];
  /** The release record, if the build archived one. */
  readonly record: string | null;
}

/** Extracts the values to compare from builds. Only omits logs, times and numbers of restarts. */
export async function outcomesOf(builds: readonly BuildResult[]): Promise<readonly Outcome[]> {
  return withoutTimes(await Promise.all(builds.map(outcomeOf)));
}

/** docker images contain the build time, so their digests differ; the other engines build identical images. */
function withoutTimes(outcomes: readonly Outcome[]): readonly Outcome[] {
  const images = outcomes.flatMap(({ record }) => (record === null ? [] : Object.values(imagesOf(record))));
  const dated = images.filter(({ engine }) => engine === "docker");
  const text = dated.reduce(
    (all, { repository, digest }) => all.replaceAll(digest, `digest of ${repository}`),
    JSON.stringify(outcomes),
  );
  return JSON.parse(text) as Outcome[];
}

function imagesOf(record: string): ReleaseRecord["images"] {
  return (JSON.parse(record) as ReleaseRecord).images;
}

async function outcomeOf(build: BuildResult): Promise<Outcome> {
  const { job, number, result, error, violations, trace, artifacts, tests, upstream, artifactsDir } = build;
  const kept = artifacts.includes("release.json");
  const record = kept ? await readFile(join(artifactsDir, "release.json"), "utf8") : null;
  return { job, number, result, error, violations, trace, artifacts, tests, upstream, record };
}
