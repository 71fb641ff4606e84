import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mutatedFiles, problemOf, readMutations, reasonOf, verdictOf } from "../../../scripts/mutations.mjs";

const root = join(import.meta.dirname, "../../..");
const mutations = readMutations(root);
/** The attacks of SECURITY.md: actor and goal. */
const attacks = readFileSync(join(root, "SECURITY.md"), "utf8")
  .split("\n")
  .map((line) => /^\| ([^|]+) \| ([^|]+) \| [^|]+ \| `test\//.exec(line))
  .flatMap((row) => (row === null ? [] : [`${row[1]}: ${row[2]}`]));

/** Attacks whose rule cannot be removed by a change of the sources, with the reason. */
const withoutMutation: Readonly<Record<string, string>> = {};

describe("the table of mutations", () => {
  it("has a row for each attack of SECURITY.md", () => {
    expect(attacks.length).toBeGreaterThan(60);
    const mutated = new Set(mutations.map(({ attack }) => attack));
    expect(attacks.filter((it) => !mutated.has(it) && withoutMutation[it] === undefined)).toEqual([]);
    expect([...mutated, ...Object.keys(withoutMutation)].filter((it) => !attacks.includes(it))).toEqual([]);
  });

  it("has no row twice", () => {
    const names = mutations.map(({ attack, defense, test, name }) => [attack, defense, test, name].join(" | "));
    expect(names.filter((it, index) => names.indexOf(it) !== index)).toEqual([]);
  });

  it.each(mutations.map((it) => [`${it.attack} ${it.defense ?? ""}`, it] as const))("%s", (_, mutation) => {
    expect(
      Object.keys(mutation).filter((key) => !["attack", "defense", "test", "name", "remove"].includes(key)),
    ).toEqual([]);
    expect(problemOf(root, mutation)).toBeNull();
    expect(existsSync(join(root, mutation.test)), mutation.test).toBe(true);
  });
});

describe("a mutation", () => {
  const first = mutations[0];
  if (first === undefined) throw new Error("there are no mutations");
  const [edit] = first.remove;
  if (edit === undefined) throw new Error("the mutation removes nothing");

  it("changes exactly its text", () => {
    const before = readFileSync(join(root, edit.file), "utf8");
    const changed = mutatedFiles(root, { ...first, remove: [{ ...edit, replacement: "$& other" }] });
    expect([...changed]).toEqual([[edit.file, before.split(edit.text).join("$& other")]]);
  });

  it("is refused if its text is missing, occurs twice, or is not changed", () => {
    const problem = (text: string, replacement = "") =>
      problemOf(root, { ...first, remove: [{ file: edit.file, text, replacement }] });
    expect(problem("no such text in this file")).toContain("contains the text 0 times, not once");
    expect(problem("static")).toMatch(/contains the text \d+ times, not once/);
    expect(problem(edit.text, edit.text)).toContain("the replacement is the same text");
  });
});

describe("the verdict about a test", () => {
  const report = (status: string, failureMessages: readonly string[] = [], fullName = "the suite the test") => ({
    testResults: [{ assertionResults: [{ fullName, status, failureMessages }] }],
  });

  it.each([
    ["passed", report("passed")],
    ["failed", report("failed", ["AssertionError: expected 1 to be 2"])],
    [
      "failed",
      report("failed", ["Error: promise resolved\n    at f (/node_modules/@vitest/expect/dist/index.js:1:1)"]),
    ],
    // The test crashed, did not run, or is another one.
    ["broken", report("failed", ["TypeError: undefined is not a function"])],
    ["broken", report("skipped")],
    ["broken", report("failed", ["AssertionError: expected 1 to be 2"], "another one")],
    ["broken", { testResults: [] }],
  ] as const)("is %s", (verdict, it) => {
    expect(verdictOf(it, "the test")).toBe(verdict);
  });

  it("comes with the assertion that failed", () => {
    expect(reasonOf(report("failed", ["AssertionError: expected 1 to be 2\n    at f"]))).toBe(
      "AssertionError: expected 1 to be 2",
    );
    expect(reasonOf({ testResults: [] })).toBe("");
  });
});
