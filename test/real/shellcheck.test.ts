import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listShellBodies } from "../../generator/rehearse/dialect.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { asTexts, compileTrees } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";

describeWith(["shellcheck", "java", "mvn"], "shellcheck", () => {
  let runner: Runner;
  const trees = compileTrees();
  beforeAll(async () => {
    runner = await startRunner();
  }, 300_000);
  afterAll(() => runner?.stop());

  test("reports planted problems", () => {
    expect(check("sh", "echo $1\n")).toContain("SC2086");
  });

  test.each(trees)("reports nothing in the scripts of $name", ({ files }) => {
    const scripts = files.filter(({ path, content }) => path.endsWith(".sh") || content.startsWith("#!"));
    const findings = scripts.map(({ path, content }) => `${path}\n${check(shellOf(content), content)}`);
    expect(scripts.length).toBeGreaterThan(0);
    expect(findings.filter((text) => text.trim().includes("\n"))).toEqual([]);
  });

  test.each(trees)("reports nothing in the sh steps of $name", async ({ files }) => {
    const bodies = await listShellBodies(runner, asTexts(files));
    const findings = bodies.map(({ path, line, text }) => `${path}:${line}\n${check("sh", text)}`);
    expect(findings.filter((text) => text.trim().includes("\n"))).toEqual([]);
  });
});

/** kaniko's image only has busybox's shell, which shellcheck treats as sh. */
function shellOf(script: string): string {
  return /^#!.*\bbash\b/.test(script) ? "bash" : "sh";
}

/** shellcheck's reports by script text: specs and shapes share most scripts. */
const known = new Map<string, string>();

function check(shell: string, text: string): string {
  const key = `${shell}\n${text}`;
  const findings = known.get(key) ?? run(shell, text);
  known.set(key, findings);
  return findings;
}

function run(shell: string, text: string): string {
  const args = [`--shell=${shell}`, "--severity=style", "--format=gcc", "-"];
  return spawnSync("shellcheck", args, { input: text, encoding: "utf8" }).stdout.trim();
}
