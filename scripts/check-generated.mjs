// npm run check:generated: what is committed and generated is what its source gives today.
// To add a check: one function below that returns a sentence for each thing out of date, and its line in `checks`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { cases } from "./cases.mjs";
import { problems as docsProblems } from "./generate-docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const checks = { "output of examples and golden cases": outputProblems, "docs/reference": docsProblems };

/** Generates each case into an empty folder and compares every byte with what is committed. */
function outputProblems(folder) {
  return cases().flatMap(([spec, out], index) => {
    const fresh = join(folder, String(index));
    const command = [
      join(root, "dist/cli.js"),
      "generate",
      "--quiet",
      "--today",
      "2026-11-25",
      "--spec",
      spec,
      "--out",
      fresh,
    ];
    const run = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
    if (run.status !== 0) return [`${spec} is not generated: ${run.stdout}${run.stderr}`];
    return differences(join(root, out), fresh).map((problem) => `${out}/${problem}; run npm run golden`);
  });
}

function differences(committed, fresh) {
  const [before, after] = [files(committed), files(fresh)];
  const paths = [...new Set([...before, ...after])].sort();
  return paths.flatMap((path) => {
    if (!before.includes(path)) return [`${path} is missing`];
    if (!after.includes(path)) return [`${path} is no longer generated`];
    return readFileSync(join(committed, path)).equals(readFileSync(join(fresh, path)))
      ? []
      : [`${path} is out of date`];
  });
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

await buildAll();
const folder = mkdtempSync(join(tmpdir(), "stagewright-generated-"));
try {
  for (const [name, check] of Object.entries(checks)) {
    const problems = await check(folder);
    for (const problem of problems) console.log(problem);
    if (problems.length > 0) process.exitCode = 1;
    else console.log(`up to date: ${name}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
