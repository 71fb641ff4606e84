import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isShown, type Walk } from "../../support/page-walk.ts";
import { beginTutorial, tutorial } from "../../support/tutorial.ts";

const named = tutorial.map((step, index) => [step.kind === "run" ? step.command : `${step.kind} ${step.path}`, index]);

describe("the tutorial, executed in an empty folder", () => {
  let walk: Walk;
  beforeAll(() => {
    walk = beginTutorial();
  });
  afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

  it.each(named as [string, number][])("%s", (_, index) => {
    const step = tutorial[index];
    if (step === undefined) return;
    const { printed, status } = walk.do(step);
    if (step.kind !== "run") return;
    expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
    // After a command that fails, the page shows its exit code.
    const next = tutorial[index + 1];
    expect(status === 0 || (next?.kind === "run" && next.command === "echo $?"), printed).toBe(true);
  });

  it("ends with an application that has a pipeline", () => {
    expect(walk.where()).toBe("hello");
    expect(readdirSync(join(walk.home, "hello/out"))).toContain("library");
  });

  it("ends with editor settings that point to the schemas", () => {
    const settings = JSON.parse(readFileSync(join(walk.home, "hello/.vscode/settings.json"), "utf8"));
    const schemas = Object.keys(settings["yaml.schemas"]);
    expect(schemas).toHaveLength(2);
    for (const path of schemas)
      expect(JSON.parse(readFileSync(join(walk.home, "hello", path), "utf8"))).toHaveProperty("title");
  });
});
