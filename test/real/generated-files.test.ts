import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { jenkinsTrees } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";

const CODEOWNERS_LINE = /^\S+( +(@[\w.-]+(\/[\w.-]+)?|[^\s@]+@[^\s@]+))+$/;

const trees = jenkinsTrees();

describe.each(trees)("the generated files of $name", ({ files }) => {
  test("YAML parses, without a warning", () => {
    for (const { path, content } of having(files, ".yaml", ".yml")) {
      for (const document of parseAllDocuments(content)) {
        if (!("errors" in document)) continue;
        expect([...document.errors, ...document.warnings].map((error) => `${path}: ${error.message}`)).toEqual([]);
        expect(document.toJS(), path).not.toBeNull();
      }
    }
  });

  test("JSON parses", () => {
    for (const { path, content } of having(files, ".json")) {
      expect(() => JSON.parse(content), path).not.toThrow();
    }
  });

  test("every line of CODEOWNERS has a path and owners, with the catch-all first", () => {
    for (const { path, content } of having(files, "CODEOWNERS")) {
      const rules = content.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
      expect(
        rules.filter((line) => !CODEOWNERS_LINE.test(line)),
        path,
      ).toEqual([]);
      expect(
        rules.slice(1).filter((line) => line.startsWith("* ")),
        path,
      ).toEqual([]);
    }
  });

  test("texts end in one newline, without trailing spaces or carriage returns", () => {
    const untidy = files.filter(({ content }) => !/[^\s]\n$/.test(content) || /[ \t\r]$/m.test(content));
    expect(untidy.map(({ path }) => path)).toEqual([]);
  });
});

describeWith(["java", "mvn"], "Job DSL", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-jobs-"));
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
  }, 300_000);
  afterAll(async () => {
    await runner?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(trees)("of $name creates jobs whose Jenkinsfiles exist", async ({ name, files }) => {
    const root = join(folder, name.replaceAll(/\W+/g, "-"));
    await Promise.all(files.map((file) => writeBelow(root, file)));
    const jobDsl = files.map(({ path }) => path).filter((path) => /^jenkins\/jobs\/.*\.groovy$/.test(path));
    const pipelines = join(root, "tree");
    const jenkins = await runner.controller({
      home: join(root, "home"),
      pipelines,
      jobDsl: jobDsl.map((path) => join(pipelines, path)),
    });
    const jobs = await jenkins.jobs();
    await jenkins.close();
    expect(jobs.length).toBeGreaterThan(0);
    const missing = jobs.filter(({ multibranch, scriptPath = "" }) => {
      return multibranch !== true && !files.some(({ path }) => isAt(path, scriptPath));
    });
    expect(missing.map(({ path, scriptPath }) => `${path}: ${scriptPath}`)).toEqual([]);
  });
});

/** Path in the output folder: of the pipelines repository, or of a team's own repository. */
function isAt(path: string, scriptPath: string): boolean {
  const own = /^repositories\/[^/]+\/(.*)/.exec(path)?.[1];
  return own === undefined ? scriptPath.endsWith(path) : own === scriptPath;
}

async function writeBelow(root: string, { path, content }: GeneratedFile): Promise<void> {
  await mkdir(dirname(join(root, "tree", path)), { recursive: true });
  await writeFile(join(root, "tree", path), content);
}

function having(files: readonly GeneratedFile[], ...endings: readonly string[]): readonly GeneratedFile[] {
  return files.filter(({ path }) => endings.some((ending) => path.endsWith(ending)));
}
