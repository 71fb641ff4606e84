import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { buildOnce, type SlowTool } from "../../support/build-once.ts";
import { slowTools } from "../../support/slow-tools.ts";

describe("the cache of slow tools", () => {
  let cache: string;
  let running = 0;
  let most = 0;
  let builds: string[];

  const makeTool = (folder: string): SlowTool => ({
    title: folder,
    folder,
    proof: "done",
    build: async (path) => {
      most = Math.max(most, ++running);
      builds.push(folder);
      await pause(50);
      writeFileSync(join(path, "done"), "");
      running--;
    },
  });

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "stagewright-cache-"));
    vi.stubEnv("STAGEWRIGHT_CACHE", cache);
    vi.spyOn(console, "log").mockReturnValue(undefined);
    builds = [];
    most = 0;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(cache, { recursive: true, force: true });
  });

  test("builds a tool once for tests that need it at the same time", async () => {
    const folders = await Promise.all([buildOnce(makeTool("a-1")), buildOnce(makeTool("a-1"))]);
    expect(folders).toEqual([join(cache, "a-1"), join(cache, "a-1")]);
    expect(builds).toEqual(["a-1"]);
    expect(readdirSync(cache)).toEqual(["a-1"]);
  });

  test("never builds two tools at the same time", async () => {
    await Promise.all(["a-1", "b-1", "c-1"].map((folder) => buildOnce(makeTool(folder))));
    expect(most).toBe(1);
    expect(builds.toSorted()).toEqual(["a-1", "b-1", "c-1"]);
  });

  test("builds again after a build that failed or was interrupted", async () => {
    const tool = makeTool("a-1");
    const broken = { ...tool, build: () => Promise.reject(new Error("no network")) };
    await expect(buildOnce(broken)).rejects.toThrow("no network");
    expect(existsSync(join(cache, "a-1"))).toBe(false);
    await buildOnce(tool);
    expect(existsSync(join(cache, "a-1/done"))).toBe(true);
  });

  test("has a folder of its own for each tool of the table", () => {
    const folders = Object.values(slowTools).map((tool) => tool.folder);
    expect(new Set(folders).size).toBe(folders.length);
    expect(folders).toContain("kustomize-5.8.1");
  });
});
