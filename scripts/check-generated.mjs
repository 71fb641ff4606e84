// npm run check:generated: checks that the committed generated files are up to date.
// To add a check, write a function that returns a sentence for each outdated file, and add it to `checks`.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { generateCases, readTree } from "./generate-cases.mjs";
import { problems as docsProblems } from "./generate-docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const checks = { "output of examples and golden cases": outputProblems, "docs/reference": docsProblems };

/** Generates each case again and compares every file, and whether it is executable, with what is committed. */
function outputProblems() {
  return generateCases().flatMap(({ out, files }) =>
    differences(readTree(join(root, out)), files).map((problem) => `${out}/${problem}; run npm run golden`),
  );
}

function differences(committed, fresh) {
  const paths = [...new Set([...committed.keys(), ...fresh.keys()])].sort();
  return paths.flatMap((path) => {
    const [before, after] = [committed.get(path), fresh.get(path)];
    if (before === undefined) return [`${path} is missing`];
    if (after === undefined) return [`${path} is no longer generated`];
    return before.text === after.text && before.executable === after.executable ? [] : [`${path} is out of date`];
  });
}

await buildAll();
for (const [name, check] of Object.entries(checks)) {
  const problems = await check();
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`up to date: ${name}`);
}
