import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isShown, stepsOf, Walk } from "../../support/page-walk.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "docs/how-to");

/** Pages that a test of their own executes. */
const elsewhere: Readonly<Record<string, string>> = {
  "add-an-engine.md": "test/unit/docs/add-an-engine.test.ts",
  "commit-with-a-hook.md": "test/real/hook.test.ts",
  "give-a-team-its-repository.md": "test/real/team-repositories.test.ts",
};
const pages = readdirSync(folder).filter((name) => !(name in elsewhere));

/** A reader who stands in a copy of the example that the page names, or in an empty folder. */
function begin(page: string): Walk {
  const home = mkdtempSync(join(tmpdir(), "stagewright-how-to-"));
  const example = /\.\.\/examples\/([a-z]+)/.exec(page)?.[1];
  const there = join(home, example ?? "application");
  if (example === undefined) mkdirSync(there);
  else cpSync(join(root, "examples", example), there, { recursive: true });
  const command = join(home, "bin/stagewright");
  mkdirSync(join(home, "bin"));
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "dist/cli.js")}' "$@"\n`);
  chmodSync(command, 0o755);
  return new Walk(home, { PATH: `${join(home, "bin")}:${process.env.PATH}`, HOME: home, NO_COLOR: "1" }, there);
}

describe.each(pages)("docs/how-to/%s, done by its reader", (name) => {
  const page = readFileSync(join(folder, name), "utf8");
  const steps = stepsOf(page);
  let walk: Walk;
  beforeAll(() => {
    walk = begin(page);
  });
  afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

  it("shows what is done, not only tells", () => {
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
