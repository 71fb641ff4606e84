import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { beginPageWithRunner } from "../support/how-to.ts";
import { isShown, stepsOf, type Walk } from "../support/page-walk.ts";
import { describeWith } from "../support/requires.ts";

const name = "docs/how-to/add-a-step-of-your-own.md";
const page = readFileSync(join(import.meta.dirname, "../..", name), "utf8");

describeWith(["java", "mvn"], `${name}, done by its reader`, () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await beginPageWithRunner(page);
  });
  afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

  it.each(
    stepsOf(page).map(
      (step, index) => [index, step.kind === "run" ? step.command : `${step.kind} ${step.path}`, step] as const,
    ),
  )("%i: %s", (_index, _title, step) => {
    const { printed } = walk.do(step);
    if (step.kind === "run") expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
  });
});
