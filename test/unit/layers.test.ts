import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const config = readFileSync(join(root, "biome.json"), "utf8");

const forbidden = [
  ["generator/model/planted.ts", "../diagnostics/diagnostic.ts"],
  ["generator/diagnostics/planted.ts", "../write/index.ts"],
  ["generator/parse/planted.ts", "../lower/index.ts"],
  ["generator/validate/planted.ts", "../lower/index.ts"],
  ["generator/lower/planted.ts", "../targets/jenkins/index.ts"],
  ["generator/policies/planted.ts", "../parse/index.ts"],
  ["generator/api/planted.ts", "../targets/index.ts"],
  ["generator/own/planted.ts", "../lower/index.ts"],
  ["generator/engines/planted.ts", "../handoffs/argocd.ts"],
  ["generator/handoffs/planted.ts", "../engines/docker.ts"],
  ["generator/targets/jenkins/planted.ts", "../../validate/index.ts"],
  ["generator/targets/jenkins/steps/planted.ts", "../../../render/index.ts"],
  ["generator/render/planted.ts", "../targets/jenkins/index.ts"],
  ["generator/write/planted.ts", "../parse/index.ts"],
  ["generator/write/planted.ts", "../compile.ts"],
  ["generator/compile.ts", "./write/index.ts"],
  ["generator/commands/planted.ts", "../lower/index.ts"],
  ["generator/rehearse/planted.ts", "../commands/check.ts"],
  ["generator/commands/planted.ts", "../cli.ts"],
  ["generator/products/planted.ts", "../targets/index.ts"],
  ["generator/graph/planted.ts", "../lower/index.ts"],
  ["generator/explain/planted.ts", "../targets/index.ts"],
  ["generator/targets/jenkins/planted.ts", "../../explain/index.ts"],
] as const;

const allowed = [
  ["generator/diagnostics/planted.ts", "../model/origin.ts"],
  ["generator/validate/planted.ts", "../parse/index.ts"],
  ["generator/own/planted.ts", "../validate/index.ts"],
  ["generator/targets/jenkins/planted.ts", "../../engines/index.ts"],
  ["generator/render/planted.ts", "../targets/target.ts"],
  ["generator/write/planted.ts", "../render/file.ts"],
  ["generator/commands/planted.ts", "../compile.ts"],
  ["generator/commands/planted.ts", "../explain/index.ts"],
  ["generator/explain/planted.ts", "../products/index.ts"],
  ["generator/policies/planted.ts", "../products/index.ts"],
] as const;

/** Where each import is planted: a tree with the project's rules and nothing else. */
function plantedPath(file: string, specifier: string): string {
  const name = specifier.replaceAll(/[^a-z]+/g, "-").replaceAll(/^-|-$/g, "");
  return file === "generator/compile.ts" ? file : `${dirname(file)}/planted-${name}.ts`;
}

describe("the layers", () => {
  const tree = mkdtempSync(join(tmpdir(), "stagewright-layers-"));
  afterAll(() => rmSync(tree, { recursive: true, force: true }));
  let refused: ReadonlySet<string> = new Set();

  beforeAll(() => {
    writeFileSync(join(tree, "biome.json"), config.replace(/"useIgnoreFile": true/, '"useIgnoreFile": false'));
    for (const [file, specifier] of [...forbidden, ...allowed]) {
      const path = join(tree, plantedPath(file, specifier));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `import { planted } from "${specifier}";\n\nexport const used = planted;\n`);
    }
    const options = ["lint", "--reporter=github", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(join(root, "node_modules/.bin/biome"), options, { cwd: tree, encoding: "utf8" });
    const lines = stdout.split("\n").filter((line) => line.includes("noRestrictedImports"));
    refused = new Set(lines.flatMap((line) => line.match(/file=[^,]*?(generator[^,]+)/)?.[1] ?? []));
  });

  it.each(forbidden)("%s may not import %s", (file, specifier) => {
    expect(refused).toContain(plantedPath(file, specifier));
  });

  it.each(allowed)("%s may import %s", (file, specifier) => {
    expect(refused).not.toContain(plantedPath(file, specifier));
  });

  it("have a rule for every folder of generator/", () => {
    const tracked = execFileSync("git", ["ls-files", "generator/*/*"], { cwd: root, encoding: "utf8" });
    const folders = new Set(tracked.split("\n").flatMap((path) => path.match(/^generator\/[^/]+(?=\/)/) ?? []));
    for (const folder of folders) expect(config).toContain(`"${folder}/**"`);
  });
});
