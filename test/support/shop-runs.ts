import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";

/** A service of the example, with the team that owns its source and deploy stages. */
export interface ShopService {
  readonly service: "shop" | "catalog";
  readonly team: "shop" | "catalog";
  readonly engine: "docker" | "buildah";
}

/** The example's services: one for each engine. */
export const shopServices: readonly ShopService[] = [
  { service: "shop", team: "shop", engine: "docker" },
  { service: "catalog", team: "catalog", engine: "buildah" },
];

/** The parts of a release record that tests read. */
export interface ReleaseRecord {
  readonly service: string;
  readonly version: string;
  readonly source: Readonly<Record<"job" | "build" | "commit" | "branch" | "tag" | "pullRequest", string>>;
  readonly artifacts: readonly { readonly path: string; readonly sha256: string }[];
  readonly images: Readonly<Record<string, ImageRecord>>;
}

/** An image in a release record. */
export interface ImageRecord {
  readonly repository: string;
  readonly tags: string[];
  readonly digest: string;
  readonly engine: string;
  readonly baseDigest: string;
}

/** The jobs of a service in `per-stage` topology. */
export function jobsOf({ service, team }: Pick<ShopService, "service" | "team">) {
  return {
    build: `/${team}/${service}-build`,
    image: `/platform/${service}-image`,
    dev: `/${team}/${service}-dev`,
    prod: `/release/${service}-prod`,
  };
}

/** Waits for a build, which must succeed. */
export async function succeeded(controller: Controller, job: string, number: number): Promise<BuildResult> {
  const result = await controller.wait({ job, number });
  expect(result.result, result.log).toBe("SUCCESS");
  return result;
}

/** The record that a build archived. */
export async function recordOf(build: BuildResult): Promise<ReleaseRecord> {
  return JSON.parse(await readFile(join(build.artifactsDir, "release.json"), "utf8"));
}

/** Names of the builds that a controller ran, as `job#number`, in the order of their starts. */
export async function startedBuilds(controller: Controller): Promise<string[]> {
  return (await controller.builds()).map(({ job, number }) => `${job}#${number}`);
}
