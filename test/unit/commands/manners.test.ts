import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, specFolder } from "./support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

it("prints findings as SARIF, each with a rule of the catalogue", () => {
  const folder = specFolder(smallSpecs);
  put(folder, "services/web.yaml", "service: web\nstages: 3\n");
  const { status, stdout } = stagewright(folder, "validate", "--format", "sarif");
  expect(status).toBe(1);
  const { version, runs } = JSON.parse(stdout) as {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string }[];
    }[];
  };
  expect(version).toBe("2.1.0");
  const [{ tool, results } = { tool: { driver: { rules: [] } }, results: [] }] = runs;
  expect(results.length).toBeGreaterThan(0);
  for (const { ruleId, ruleIndex, level } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(Object.keys(catalogue)).toContain(ruleId);
    expect(["error", "warning", "note"]).toContain(level);
  }
});

it("takes --json for --format json, in every command that prints something of specs", () => {
  const folder = specFolder(smallSpecs);
  put(
    folder,
    "stagewright.yaml",
    smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "",
  );
  for (const command of ["validate", "generate", "check", "diff", "explain", "graph"]) {
    const { status, stdout } = stagewright(folder, command, "--json");
    expect([command, status]).toEqual([command, 0]);
    expect(() => JSON.parse(stdout)).not.toThrow();
  }
});

it("prints the schemas, and guesses which was meant", () => {
  const folder = specFolder();
  expect(JSON.parse(stagewright(folder, "schema", "service").stdout)).toMatchObject({ title: "service spec" });
  expect(stagewright(folder, "schema", "plattform")).toMatchObject({
    status: 1,
    stderr: 'stagewright: no spec is called "plattform"\n  did you mean platform?\n',
  });
});

it.each(["tomorrow", "2026-02-30", "2026-2-3", "2026-11-25T00:00:00Z", ""])("refuses %j as a day", (day) => {
  const folder = specFolder(smallSpecs);
  for (const command of ["validate", "check", "explain", "graph"]) {
    expect(stagewright(folder, command, "--today", day)).toEqual({
      status: 1,
      stdout: "",
      stderr: `stagewright: --today: "${day}" is no day\n  write it as YEAR-MONTH-DAY, such as 2026-11-25\n`,
    });
  }
});
