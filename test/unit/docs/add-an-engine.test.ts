import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../../../generator/engines/index.ts";
import { enginesUnderTest } from "../../support/ledger/engines.ts";
import { isShown, stepsOf, Walk } from "../../support/page-walk.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/how-to/add-an-engine.md"), "utf8");
const steps = stepsOf(page);

describe("add-an-engine.md, executed in a copy of the sources", () => {
  let walk: Walk;
  beforeAll(() => {
    const home = mkdtempSync(join(tmpdir(), "stagewright-engine-"));
    for (const name of [
      "generator",
      "schemas",
      "scripts",
      "vars-templates",
      "examples",
      "package.json",
      "tsconfig.json",
      "tsconfig.types.json",
    ])
      cpSync(join(root, name), join(home, name), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
    walk = new Walk(home, { ...process.env, NO_COLOR: "1" });
  });
  afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

  const named = steps.map((step) => [step.kind === "run" ? step.command : `${step.kind} ${step.path}`, step] as const);
  it.each(named)("%s", (_, step) => {
    // The page only adds files; it never overwrites one.
    if (step.kind === "write") expect(existsSync(join(root, step.path)), step.path).toBe(false);
    const { printed } = walk.do(step);
    if (step.kind === "run") expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
  });
});

describe("the list of files of an engine", () => {
  const listed = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) => path);

  it("contains only files that exist", () => {
    expect(listed.length).toBeGreaterThan(4);
    for (const path of listed) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it.each(engines.map(({ name }) => name))("is complete for %s", (name) => {
    for (const path of [
      `generator/engines/${name}.ts`,
      `schemas/engines/${name}.schema.json`,
      `docs/engines/${name}.md`,
    ])
      expect(existsSync(join(root, path)), path).toBe(true);
    expect(enginesUnderTest.map((it) => it.name)).toContain(name);
    const { measurement, product } = engines.find((it) => it.name === name) ?? {};
    expect(measurement ?? null).not.toBeNull();
    expect(product?.id).toBe(name);
  });
});
