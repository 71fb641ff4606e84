import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";

const root = join(import.meta.dirname, "../../..");

interface Row {
  readonly actor: string;
  readonly goal: string;
  readonly rule: string;
  readonly test: string;
}

/** The rows of all tables with the given header. */
function rowsOf(page: string, header: readonly string[]): string[][] {
  const lines = page.split("\n").map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return lines.filter((cells, index) => {
    const start = lines.slice(0, index).findLastIndex((it) => it.length === 0);
    const [first = []] = lines.slice(start + 1, index);
    return cells.length > 0 && index > start + 2 && first.join() === header.join();
  });
}

/** What is wrong with a row of the threat model; null if its test exists. */
function problemOf({ actor, goal, rule, test }: Row, actors: readonly string[]): string | null {
  if (!actors.includes(actor)) return `${goal}: "${actor}" is not an actor`;
  const unknown = [...rule.matchAll(/SW\d{3}/g)].find(([code]) => !Object.hasOwn(catalogue, code));
  if (unknown !== undefined) return `${goal}: ${unknown[0]} is not a code`;
  const [, path = "", name = ""] = /^`(test\/[\w/.-]+\.ts)`: (\S.*)$/.exec(test) ?? [];
  if (!existsSync(join(root, path)) || path === "") return `${goal}: no test file in "${test}"`;
  return readFileSync(join(root, path), "utf8").includes(name) ? null : `${goal}: ${path} has no "${name}"`;
}

const page = readFileSync(join(root, "SECURITY.md"), "utf8");
const actors = rowsOf(page, ["actor", "may", "may not"]).map(([actor = ""]) => actor);
const rows = rowsOf(page, ["actor", "goal", "rule", "test"]).map(
  ([actor = "", goal = "", rule = "", test = ""]): Row => ({ actor, goal, rule, test }),
);

describe("the threat model", () => {
  it("lists actors and attacks, each once", () => {
    expect(actors.length).toBeGreaterThanOrEqual(4);
    expect(rows.length).toBeGreaterThanOrEqual(36);
    expect(new Set(rows.map(({ actor, goal }) => `${actor} ${goal}`)).size).toBe(rows.length);
    // Every row of the page belongs to one of the two kinds of tables.
    const all = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (actor|-)/.test(line));
    expect(all.length).toBe(actors.length + rows.length);
  });

  it.each(rows.map((row) => [row.goal, row] as const))("names a test that exists: %s", (_, row) => {
    expect(problemOf(row, actors)).toBeNull();
  });

  it("detects a row whose actor, code, file or test does not exist", () => {
    const row: Row = { actor: "other team", goal: "g", rule: "SW315", test: "`test/unit/docs/security.test.ts`: row" };
    expect(problemOf(row, actors)).toBeNull();
    expect(problemOf({ ...row, actor: "no one" }, actors)).toContain("is not an actor");
    expect(problemOf({ ...row, rule: "SW999" }, actors)).toContain("is not a code");
    expect(problemOf({ ...row, test: "`test/unit/none.test.ts`: row" }, actors)).toContain("no test file");
    const absent = ["not", "there"].join(" in the file, not ");
    expect(problemOf({ ...row, test: `\`test/unit/docs/security.test.ts\`: ${absent}` }, actors)).toContain("has no");
  });
});
