import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compileProject, outputOf } from "../../generator/project/compile-project.ts";
import { committedFiles, reference } from "../../scripts/golden-tree.mjs";
import type { Console } from "../../generator/terminal/console.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const referenceSpec = "examples/shop/stagewright.yaml";

/** Every example and every case: a spec, and the tree it compiles to. `npm run golden` brings the trees up to date. */
const cases = [
  ...folders("examples").map((name) => ({ name, spec: `examples/${name}/stagewright.yaml`, out: `examples/${name}/out` })),
  ...folders("test/golden").map((name) => ({
    name,
    spec: `test/golden/${name}/spec/stagewright.yaml`,
    out: `test/golden/${name}/out`,
  })),
].filter(({ spec }) => existsSync(join(root, spec)));

describe.each(cases)("$name", ({ spec, out }) => {
  it("compiles to the committed tree", async () => {
    const tree = await compiledTree(spec, out);
    const files = out === reference ? tree : committedFiles(tree, await compiledTree(referenceSpec, reference));
    expect(Object.fromEntries(files)).toEqual(committedTree(out));
  });
});

it("has a case", () => {
  expect(cases.length).toBeGreaterThan(0);
});

async function compiledTree(spec: string, out: string): Promise<Map<string, string>> {
  const options = { spec, out, quiet: true, format: "text" } as const;
  const silent = () => {};
  const console: Console = { folder: root, print: silent, warn: silent, color: false, width: 80, today: "2026-11-25", memory: null, progress: () => {}, version: "0.0.0" };
  const compiled = await compileProject(options, console);
  expect(compiled.result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { files = [] } = outputOf(compiled, options, console) ?? {};
  return new Map(files.map(({ path, content }) => [path, content]));
}

/** All files but the manifest, which `stagewright check` compares. */
function committedTree(out: string): Record<string, string> {
  const folder = join(root, out);
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const files = paths.filter((path) => !path.startsWith(".stagewright") && statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function folders(below: string): string[] {
  const folder = join(root, below);
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
