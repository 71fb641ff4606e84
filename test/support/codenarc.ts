import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { DialectFile } from "../../generator/rehearse/dialect.ts";
import { toolFolder } from "./slow-tools.ts";

const run = promisify(execFile);
const LINT = join(fileURLToPath(import.meta.url), "../../lint");

interface Report {
  readonly packages: readonly {
    readonly path: string;
    readonly files?: readonly {
      readonly name: string;
      readonly violations: readonly {
        readonly ruleName: string;
        readonly lineNumber: number;
        readonly message?: string;
      }[];
    }[];
  }[];
}

/** CodeNarc's findings in Groovy files, with the rules in test/lint/codenarc.groovy, one line for each. */
export async function lintGroovy(files: readonly DialectFile[]): Promise<readonly string[]> {
  const jars = await toolFolder("codeNarc");
  const folder = await mkdtemp(join(tmpdir(), "stagewright-lint-"));
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, "tree", path)), { recursive: true });
      await writeFile(join(folder, "tree", path), text);
    }
    const report = join(folder, "report.json");
    await run("java", [
      "-cp",
      `${jars}/*`,
      "org.codenarc.CodeNarc",
      `-basedir=${join(folder, "tree")}`,
      "-includes=**/*.groovy,**/*Jenkinsfile",
      `-rulesetfiles=file:${join(LINT, "codenarc.groovy")}`,
      `-report=json:${report}`,
    ]);
    return listFindings(JSON.parse(await readFile(report, "utf8")) as Report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function listFindings({ packages }: Report): readonly string[] {
  return packages.flatMap(({ path, files = [] }) =>
    files.flatMap(({ name, violations }) =>
      violations.map(
        ({ ruleName, lineNumber, message = "" }) => `${join(path, name)}:${lineNumber} ${ruleName} ${message}`,
      ),
    ),
  );
}
