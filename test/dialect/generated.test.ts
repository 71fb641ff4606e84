import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDialect } from "../../generator/rehearse/dialect.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { asTexts, compileTrees } from "../support/generated-files.ts";

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
}, 300_000);
afterAll(() => runner?.stop());

test.each(compileTrees())("the generated Groovy of $name follows all rules", async ({ files }) => {
  const { findings } = await checkDialect(runner, asTexts(files));
  const lines = findings.map(({ rule, path, line, column, message }) => `${path}:${line}:${column} ${rule} ${message}`);
  expect(lines).toEqual([]);
});
