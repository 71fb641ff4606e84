import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engines } from "../../../generator/engines/index.ts";
import { enginesUnderTest } from "../../support/ledger/engines.ts";
import { stepsOf } from "../../support/page-walk.ts";
import { testPartPage } from "../../support/source-copy.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/how-to/add-an-engine.md"), "utf8");

testPartPage("add-an-engine.md, executed in a copy of the sources", stepsOf(page), [
  "generator/engines/nerdctl.ts",
  "schemas/engines/nerdctl.schema.json",
  ...["build", "cleanup", "login", "platforms", "push"].map(
    (name) => `vars-templates/jenkins/library/resources/image/nerdctl/${name}.sh.hbs`,
  ),
]);

describe("the list of files of an engine", () => {
  const listed = [...page.matchAll(/^\| `([^`]+)`/gm)].map(([, path = ""]) => path);

  it("contains only files that exist", () => {
    expect(listed.length).toBeGreaterThan(2);
    for (const path of listed) expect(existsSync(join(root, path)), path).toBe(true);
  });

  // A tool that pushes by itself builds nothing that the matrix could compare.
  it.each(engines.filter(({ pushesItself }) => !pushesItself).map(({ name }) => name))("is complete for %s", (name) => {
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
