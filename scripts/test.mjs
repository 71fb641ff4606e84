// npm test: installs what is missing where it may, runs every suite, says what was skipped and why.
// STAGEWRIGHT_TEST_STRICT=1 turns a skip into a failure. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages } from "./install-packages.mjs";
import { countResults } from "./test-results.mjs";

const strict = process.env.STAGEWRIGHT_TEST_STRICT === "1";
installPackages();
const build = spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

const folder = mkdtempSync(join(tmpdir(), "stagewright-test-"));
const report = join(folder, "report.json");
const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const run = spawnSync(process.execPath, [...vitest, ...process.argv.slice(2)], { stdio: "inherit" });
const counts = countResults(JSON.parse(readFileSync(report, "utf8")));
rmSync(folder, { recursive: true });

for (const name of counts.skipped) console.log(`Skipped: ${name}`);
const failed = counts.failed + (strict ? counts.skipped.length : 0);
if (strict && counts.skipped.length > 0) console.log(`${counts.skipped.length} skipped, which strict mode forbids`);
console.log(`${counts.passed} passed, ${failed} failed`);
process.exit(run.status !== 0 || failed > 0 || counts.passed === 0 ? 1 : 0);
