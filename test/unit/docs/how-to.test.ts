import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginPage } from "../../support/how-to.ts";
import { isShown, stepsOf, type Walk } from "../../support/page-walk.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "docs/how-to");

/** Pages that another test executes. */
const elsewhere: Readonly<Record<string, string>> = {
  "add-a-step-of-your-own.md": "test/real/own-step-page.test.ts",
  "add-a-handoff.md": "test/unit/docs/add-a-handoff.test.ts",
  "add-a-policy.md": "test/unit/docs/add-a-policy.test.ts",
  "add-a-source-tool.md": "test/unit/docs/add-a-source-tool.test.ts",
  "add-an-engine.md": "test/unit/docs/add-an-engine.test.ts",
  "commit-with-a-hook.md": "test/real/hook.test.ts",
  "give-a-team-its-repository.md": "test/real/team-repositories.test.ts",
  "build-pull-requests.md": "test/real/rehearsal-pages.test.ts",
  "rehearse.md": "test/real/rehearsal-pages.test.ts",
  "test-your-own-step.md": "test/real/rehearsal-pages.test.ts",
};
const pages = readdirSync(folder).filter((name) => !(name in elsewhere));

describe.each(pages)("docs/how-to/%s, executed", (name) => {
  const page = readFileSync(join(folder, name), "utf8");
  const steps = stepsOf(page);
  let walk: Walk;
  beforeAll(() => {
    walk = beginPage(page);
  });
  afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

  it("contains at least two commands", () => {
    expect(steps.filter(({ kind }) => kind === "run").length).toBeGreaterThan(1);
  });

  it.each(
    steps.map(
      (step, index) => [step.kind === "run" ? step.command : `${step.kind} ${step.path}`, step, index] as const,
    ),
  )("%s", (_, step) => {
    const { printed } = walk.do(step);
    if (step.kind === "run") expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
  });
});
