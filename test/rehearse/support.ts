import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import {
  type BuildRequest,
  type BuildResult,
  type Controller,
  type ControllerConfig,
  type JobConfig,
  type Runner,
  startRunner,
} from "../../generator/rehearse/index.ts";

/** The settings of a controller in a test; home and one agent have defaults. */
export type Given = Partial<ControllerConfig>;

/** Starts one JVM for a test file, with temporary directories. */
export function useRunner() {
  const root = mkdtempSync(join(tmpdir(), "rehearse-"));
  const state: { runner?: Runner } = {};
  let count = 0;
  beforeAll(async () => {
    state.runner = await startRunner();
  });
  afterAll(async () => {
    await state.runner?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const controller = (given: Given): Promise<Controller> => {
    if (state.runner === undefined) throw new Error("The runner has not started.");
    return state.runner.controller({
      home: join(root, `home-${++count}`),
      agents: [{ name: "one", labels: ["linux"] }],
      ...given,
    });
  };
  /** Runs one pipeline as the job /test/job. */
  const run = async (
    script: string,
    given: Given = {},
    job: Partial<JobConfig> = {},
    request: Partial<BuildRequest> = {},
  ): Promise<BuildResult> => {
    const jenkins = await controller({
      ...given,
      jobs: [{ path: "/test/job", script, ...job }, ...(given.jobs ?? [])],
    });
    try {
      const result = await jenkins.build({ job: "/test/job", ...request });
      await jenkins.idle();
      return result;
    } finally {
      await jenkins.close();
    }
  };
  /** Writes a tree of files and returns its root. */
  const tree = async (files: Record<string, string>): Promise<string> => {
    const folder = join(root, `tree-${++count}`);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return folder;
  };
  return { controller, run, tree };
}
