import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Row {
  readonly imports: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: true | readonly string[];
}

interface Report {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { name: string } }[] };
}

const root = join(import.meta.dirname, "../..");
const config = ".dependency-cruiser.mjs";
const { mayImport, pattern } = (await import(pathToFileURL(join(root, config)).href)) as {
  mayImport: Readonly<Record<string, Row>>;
  pattern: (name: string) => string;
};

/** Runs the import rules in a tree: each finding as `FILE RULE`. */
function findViolations(tree: string): readonly string[] {
  const options = ["--config", config, "--output-type", "json", "generator"];
  const command = join(root, "node_modules/.bin/depcruise");
  const { stdout } = spawnSync(command, options, { cwd: tree, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(stdout) as Report).summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
}

/** A file of a row: the row's own, or one in the row's folder. */
function fileOf(row: string): string {
  return row.endsWith(".ts") ? `generator/${row}` : `generator/${row}/planted.ts`;
}

/** A row that this row may not import in part or in whole. */
function forbiddenRow(row: string): string | undefined {
  const { imports } = mayImport[row] as Row;
  const near = (name: string) => imports.some((entry) => entry === name || entry.startsWith(`${name}/`));
  return Object.keys(mayImport).find((name) => name !== row && !near(name));
}

function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

describe("the import rules", () => {
  const tree = mkdtempSync(join(tmpdir(), "stagewright-layers-"));
  let violations: readonly string[];

  beforeAll(() => {
    cpSync(join(root, config), join(tree, config));
    cpSync(join(root, "package.json"), join(tree, "package.json"));
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
    for (const row of Object.keys(mayImport)) {
      const file = join(tree, fileOf(row));
      mkdirSync(dirname(file), { recursive: true });
      const planted = specifier(fileOf(row), fileOf(forbiddenRow(row) ?? row));
      writeFileSync(file, `import "${planted}";\nimport "esbuild";\nimport "node:http";\n`);
    }
    violations = findViolations(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(Object.keys(mayImport))("report a forbidden folder, package and module of Node.js in %s", (row) => {
    expect(forbiddenRow(row)).toBeDefined();
    expect(violations).toContain(`${fileOf(row)} folders: ${row}`);
    expect(violations).toContain(`${fileOf(row)} packages: ${row}`);
    if (mayImport[row]?.node !== true) expect(violations).toContain(`${fileOf(row)} node: ${row}`);
  });

  // targets/shared is what all CI products need. It imports no target, so a further product changes only its own folder.
  // Jenkins X runs the pipelines of Tekton.
  it("let only the list of targets, Jenkins X and the rehearsal, which runs Jenkins, import a target", () => {
    const importers = Object.keys(mayImport).filter((row) =>
      mayImport[row]?.imports.some((entry) => /^targets\/(?!shared$)[^.]+(\/|$)/.test(entry)),
    );
    expect(importers.sort()).toEqual(["rehearsal", "targets", "targets/jenkins-x"]);
  });

  it("have a row for every file of generator/", () => {
    const tracked = execFileSync("git", ["ls-files", "generator/*.ts"], { cwd: root, encoding: "utf8" });
    const rows = Object.keys(mayImport).map((row) => new RegExp(pattern(row)));
    const files = tracked.split("\n").filter((file) => file !== "");
    expect(files.filter((file) => !rows.some((row) => row.test(file)))).toEqual([]);
  });
});
