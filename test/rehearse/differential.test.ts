import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { credentials } from "./differential/credentials.ts";
import { declarative } from "./differential/declarative.ts";
import type { Difference } from "./differential/difference.ts";
import { files } from "./differential/files.ts";
import { interruptions } from "./differential/interruptions.ts";
import { jobs } from "./differential/jobs.ts";
import { pluginSteps } from "./differential/plugin-steps.ts";
import { sandbox } from "./differential/sandbox.ts";
import { serialization } from "./differential/serialization.ts";
import { useRunner } from "./support.ts";

/** What a real Jenkins showed, by area. */
const areas: Record<string, readonly Difference[]> = {
  serialization,
  interruptions,
  sandbox,
  credentials,
  files,
  jobs,
  declarative,
  pluginSteps,
};

describeWith(["java", "mvn", "git"], "the rehearsal behaves as Jenkins does", () => {
  const { controller, run, tree } = useRunner();

  /** Replaces the word LIBRARY in the settings with the folder of a library. */
  async function withLibrary<T extends object | undefined>(settings: T): Promise<T> {
    if (settings === undefined || !JSON.stringify(settings).includes('"LIBRARY"')) return settings;
    const folder = await tree({
      "vars/greet.groovy": 'def call(String name) { echo "Hello ${name}" }',
      "vars/greet.txt": "greets",
    });
    return JSON.parse(JSON.stringify(settings).replaceAll('"LIBRARY"', JSON.stringify(folder)));
  }

  async function runAborted(one: Difference, at: string): Promise<BuildResult> {
    const jenkins = await controller({ ...one.given, jobs: [{ path: "/test/job", script: one.script, ...one.job }] });
    const id = await jenkins.startBuild({ job: "/test/job" });
    for (let i = 0; i < 100 && !(await jenkins.result(id)).log.includes(at); i++) await pause(50);
    await jenkins.abort(id, "ann");
    const build = await jenkins.wait(id);
    await jenkins.close();
    return build;
  }

  for (const [area, differences] of Object.entries(areas)) {
    test.each(differences.map((one) => [one.input, one] as const))(
      `${area}: %s`,
      { timeout: 20_000 },
      async (_, one) => {
        const given = { ...(await withLibrary(one.given)), ...(one.sandbox === true && { sandbox: true }) };
        const build =
          one.abortAt === undefined
            ? await run(one.script, given, one.job, await withLibrary(one.request))
            : await runAborted(one, one.abortAt);
        expect(build.result, build.log).toBe(one.result ?? "SUCCESS");
        for (const expected of [one.log ?? []].flat()) {
          if (typeof expected === "string") expect(build.log).toContain(expected);
          else expect(build.log).toMatch(expected);
        }
        if (one.not !== undefined) {
          if (typeof one.not === "string") expect(build.log).not.toContain(one.not);
          else expect(build.log).not.toMatch(one.not);
        }
        if (one.error !== undefined) expect(`${build.error}`).toMatch(one.error);
      },
    );
  }
});
