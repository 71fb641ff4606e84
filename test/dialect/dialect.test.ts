import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDialect, type DialectReport } from "../../generator/rehearse/dialect.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { readFixtures } from "./fixtures.ts";

const fixtures = readFixtures();

describe("the dialect", () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
  }, 300_000);
  afterAll(() => runner?.stop());

  test("has a failing and a passing fixture for each rule", async () => {
    const { rules } = await checkDialect(runner, []);
    const names = rules.map(({ rule }) => rule).sort();
    expect([...new Set(fixtures.filter(({ bad }) => bad).map(({ rule }) => rule))]).toEqual(names);
    expect([...new Set(fixtures.filter(({ bad }) => !bad).map(({ rule }) => rule))]).toEqual(names);
  });

  test.each(fixtures.filter(({ bad }) => bad))("only $rule rejects $name", async ({ rule, files }) => {
    const found = await checkDialect(runner, files);
    // The CPS compiler itself also rejects some code that rule 1 forbids.
    const compiler = rule.startsWith("D01-") ? "D01-compile " : rule;
    const others = describeFindings(found).filter((line) => !line.startsWith(`${rule} `) && !line.startsWith(compiler));
    expect(found.findings.map((one) => one.rule)).toContain(rule);
    expect(others).toEqual([]);
  });

  test.each(
    ["groovy.transform.ASTTest", "groovy.transform.ASTTest as Override"].flatMap((it) =>
      ["CONVERSION", "SEMANTIC_ANALYSIS", "CLASS_GENERATION"].map((phase) => [it, phase] as const),
    ),
  )("never runs code of @%s in the phase %s", async (it, phase) => {
    const proof = join(mkdtempSync(join(tmpdir(), "stagewright-dialect-")), "ran");
    const name = it.split(/[. ]/).at(-1);
    const code = `@${name}(phase = org.codehaus.groovy.control.CompilePhase.${phase}, value = { new File('${proof}').text = 'ran' })`;
    const text = `import ${it}\n\n${code}\nvoid call() {\n}\n`;
    const { findings } = await checkDialect(runner, [{ path: "library/vars/openTicket.groovy", text }]);
    expect(findings.map(({ rule }) => rule)).toContain("D01-annotation");
    expect(existsSync(proof)).toBe(false);
  });

  test.each(fixtures.filter(({ bad }) => !bad))("$rule accepts $name", async ({ files }) => {
    expect(describeFindings(await checkDialect(runner, files))).toEqual([]);
  });
});

function describeFindings({ findings }: DialectReport): readonly string[] {
  return findings.map(({ rule, path, line, column, message }) => `${rule} ${path}:${line}:${column} ${message}`);
}
