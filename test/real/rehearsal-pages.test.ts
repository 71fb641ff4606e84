import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { beginPageWithRunner } from "../support/how-to.ts";
import { isShown, stepsOf, type Walk } from "../support/page-walk.ts";
import { describeWith } from "../support/requires.ts";

const pages = ["build-pull-requests", "rehearse", "test-your-own-step"].map((name) => `docs/how-to/${name}.md`);
for (const name of pages) {
  const page = readFileSync(join(import.meta.dirname, "../..", name), "utf8");

  describeWith(["git", "java", "mvn", "npm"], `${name}, done by its reader`, () => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await beginPageWithRunner(page);
    });
    afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

    it.each(
      stepsOf(page).map(
        (step, index) => [index, step.kind === "run" ? step.command : `${step.kind} ${step.path}`, step] as const,
      ),
    )("%i: %s", { timeout: 120_000 }, (_index, _title, step) => {
      const { printed } = walk.do(step);
      if (step.kind === "run") expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
    });
  });
}
