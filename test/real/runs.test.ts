import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ControllerConfig, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import {
  hooked,
  quickStages,
  quickStagesOfOneOwner,
  quickStagesWithChecks,
  withHookSteps,
} from "../support/quick-sources.ts";
import { describeWith } from "../support/requires.ts";
import { type Mode, modes, plain } from "../support/runs/modes.ts";
import { type Outcome, outcomesOf } from "../support/runs/outcome.ts";
import { walk } from "../support/runs/walk.ts";
import { type ShopService, shopServices } from "../support/shop-runs.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";
import type { ServiceKeys } from "../support/shop-specs.ts";

const [shop, catalog] = ["shop", "catalog"] as const;

/** Shapes of the same pipeline: the keys for each shape, and the services whose jobs run. */
const shapes: readonly (readonly [string, ServiceKeys, readonly ShopService["service"][]])[] = [
  ["a job for each stage", {}, [shop, catalog]],
  ["one job for the service", { topology: "combined" }, [shop]],
  [
    "one job for adjacent stages of an owner",
    { topology: "per-team", stages: hooked(quickStagesOfOneOwner) },
    [catalog],
  ],
  [
    "one job for adjacent stages of an owner, with custom ones",
    { topology: "per-team", stages: hooked(quickStagesWithChecks) },
    [catalog],
  ],
  [
    "one job for the service, with custom stages",
    { topology: "combined", stages: hooked(quickStagesWithChecks) },
    [catalog],
  ],
  ["a job for each stage, the source's for each branch", { job: "multibranch" }, [catalog]],
  ["one job for each branch of the service", { topology: "combined", job: "multibranch" }, [catalog]],
];

describeWith(shopCommands, "whatever may happen to a run", () => {
  let site: ShopSite;
  let runner: Runner;

  beforeAll(async () => {
    site = await startShopSite();
    runner = await startRunner();
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  describe.each(shapes)("%s", (_, keys, services) => {
    let config: ControllerConfig;
    let expected: readonly Outcome[];
    let origins: readonly string[];
    let jenkinsfiles: number;

    beforeAll(async () => {
      const tree = await site.emit({ stages: hooked(quickStages), ...keys }, withHookSteps);
      const jobs = (tree.config.jobDsl ?? []).filter((path) => services.some((it) => path.endsWith(`/${it}.groovy`)));
      config = { ...tree.config, jobDsl: jobs };
      const paths = tree.files.map(({ path }) => path);
      const ofServices = new RegExp(`^jenkinsfiles/[^/]+/(${services.join("|")})/`);
      jenkinsfiles = paths.filter((path) => ofServices.test(path)).length;
      origins = await Promise.all(shopServices.map(({ service }) => site.repositories[service].head()));
      for (const { service, team } of shopServices) {
        // A multibranch service has its Jenkinsfile in the application's repository.
        const generated = tree.files.filter(({ path }) => path.startsWith(`jenkinsfiles/${team}/${service}/`));
        const own = generated.find(({ path }) => /\/(build\.)?Jenkinsfile$/.test(path));
        await site.repositories[service].commit({ Jenkinsfile: own?.content ?? "" }, "The pipeline");
      }
      expected = await run(plain);
    });
    afterAll(async () => {
      for (const [index, { service }] of shopServices.entries())
        await site.repositories[service].reset(origins[index] ?? "");
    });

    it("runs each Jenkinsfile once", () => {
      const jobs = new Set(expected.map(({ job }) => job));
      expect(jobs.size).toBe(expected.length);
      expect(expected.length).toBe(jenkinsfiles);
      expect(expected.map(({ number }) => number)).toEqual(expected.map(() => 1));
    });

    it("calls the site's own steps before and after the work of each stage", () => {
      for (const { job, trace } of expected) {
        const echoed = trace.filter(({ step }) => step === "echo").map((entry) => JSON.stringify(entry));
        for (const what of ["hook: before ", "hook: after ", "hook ends"]) {
          expect(echoed.filter((line) => line.includes(what)).length, `${job}: ${what}`).toBeGreaterThan(0);
        }
      }
    });

    it.each(modes)("gives the same result $name", async (mode) => {
      expect(await run(mode)).toEqual(expected);
    });

    /** Runs everything with an empty registry and initial environments, then resets them. */
    async function run(mode: Mode): Promise<readonly Outcome[]> {
      const home = `${config.home}-${mode.name.replaceAll(/\W+/g, "-")}`;
      const folders = shopFolders(config);
      const controller = await runner.controller({ ...mode.configure(config, folders), home });
      try {
        const builds = await walk(controller);
        for (const { job, restarts, trace } of builds) {
          expect(restarts, job).toSatisfy((count: number) => (mode.restarts ? count > trace.length : count === 0));
        }
        return await outcomesOf(builds);
      } finally {
        await controller.close();
        await site.forget();
      }
    }
  });
});

/** The folders with credentials: every job is in one of them. */
function shopFolders({ credentials }: ControllerConfig): readonly string[] {
  const folders = (credentials ?? []).map(({ folder = "/" }) => folder);
  return [...new Set(folders)].filter((folder) => folder !== "/");
}
