// npm test: installs missing packages if permitted, runs all tests, and lists the skipped ones.
// With STAGEWRIGHT_TEST_STRICT=1, a skipped test is a failure. Arguments are passed to vitest.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./install-packages.mjs";
import { countResults } from "./test-results.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const strict = process.env.STAGEWRIGHT_TEST_STRICT === "1";

/** Runs vitest. A signal to this process also stops vitest and all servers that the tests started. */
async function runSuites(report, lab) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, STAGEWRIGHT_LAB_ROOT: lab },
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}

function readCounts(report) {
  if (existsSync(report)) return countResults(JSON.parse(readFileSync(report, "utf8")));
  console.log("The tests ended without a report.");
  return { passed: 0, failures: [], skipped: [] };
}

function print({ passed, failures, skipped }) {
  for (const name of skipped) console.log(`Skipped: ${name}`);
  for (const failure of failures) console.log(`Failed: ${failure}`);
  if (strict && skipped.length > 0) console.log(`${skipped.length} skipped tests, which are failures in strict mode`);
  const all = failures.length + (strict ? skipped.length : 0);
  console.log(`${passed} passed, ${all} failed`);
  return all === 0 && passed > 0;
}

installPackages();
const build = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

const folder = mkdtempSync(join(tmpdir(), "stagewright-"));
// The emulated pods of the lab run as another user.
chmodSync(folder, 0o711);
try {
  const report = join(folder, "report.json");
  const good = await runSuites(report, join(folder, "lab"));
  const counts = readCounts(report);
  if (!good && counts.failures.length === 0) counts.failures.push("an error outside of any test; see the output above");
  process.exitCode = print(counts) ? 0 : 1;
} finally {
  // After a signal, servers that are stopping may still use the folder.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
