import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../generator/compile.ts";
import { checkDialect } from "../../generator/rehearse/dialect.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { asTexts, compileTrees } from "../support/generated-files.ts";
import { largeSpecs } from "../support/large-specs.ts";

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

test.each([
  ["120 environments, teams and registries", { environments: 120, stages: 1 }],
  ["as many approved stages as one Jenkinsfile may have", { environments: 20, stages: 20 }],
])("code for %s stays below the limits of the JVM", async (_, size) => {
  const { files, diagnostics } = compile(largeSpecs(size));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { findings } = await checkDialect(runner, asTexts(files ?? []));
  expect(findings).toEqual([]);
});
