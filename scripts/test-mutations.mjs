// npm run test:mutations [-- TEXT...]: removes the defense against each attack of SECURITY.md from a copy of the checkout, and
// runs the test of the attack: it must fail. TEXT selects rows by a part of their attack, test or defense.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutatedFiles, problemOf, readMutations, reasonOf, verdictOf } from "./mutations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "stagewright-mutations-"));
const copy = join(folder, "copy");
let running = null;
let stopped = false;

/** Copies the files that git does not ignore, and those that the build generated. */
function copyCheckout() {
  const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const paths = stdout.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  for (const path of [...paths, "generator/generated", "dist"]) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  // Tests that read the list of tracked files need a repository.
  spawnSync("git", ["init", "--quiet"], { cwd: copy });
  spawnSync("git", ["add", "--all"], { cwd: copy });
}

/** Generates the sources that depend on the changed files, and for a test that runs the command its bundle. Returns the error. */
function rebuild(files, test = null) {
  const commands = [];
  if (files.some((file) => file.startsWith("schemas/"))) commands.push(["scripts/generate-schemas.mjs"]);
  if (files.some((file) => file.startsWith("vars-templates/"))) commands.push(["scripts/generate-templates.mjs"]);
  if (test !== null && /["/]dist\b/.test(readFileSync(join(copy, test), "utf8")))
    commands.push(["-e", 'import("./scripts/bundle-command.mjs").then((it) => it.bundleCommand())']);
  for (const command of commands) {
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8" });
    if (status !== 0) return `${command.join(" ")}: ${stderr}`;
  }
  return null;
}

/** Runs the tests with these names, and returns vitest's report; null if there is none. */
async function run(test, names) {
  const [file, project] = [join(folder, "report.json"), /^test\/(unit|golden|delivery)/.exec(test)?.[1] ?? "real"];
  rmSync(file, { force: true });
  const pattern = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const options = ["--project", project === "golden" ? "unit" : project, "--reporter=json", `--outputFile=${file}`];
  const command = ["node_modules/vitest/vitest.mjs", "run", ...options, "--testNamePattern", pattern, test];
  const env = { ...process.env, STAGEWRIGHT_LAB_ROOT: join(folder, "lab") };
  running = spawn(process.execPath, command, { cwd: copy, env, stdio: "ignore" });
  await new Promise((resolve) => running.once("exit", resolve));
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** Tests must pass without a mutation, once for each file. Returns the names of those that do not. */
async function failuresWithout(test, names) {
  const error = rebuild([], test);
  const report = error === null ? await run(test, names) : null;
  const wrong = names.filter((name) => report === null || verdictOf(report, name) !== "passed");
  if (wrong.length > 0) describe(error, report);
  return wrong;
}

/** Applies a mutation, runs its test and restores the files. Returns the verdict, and the assertion that failed. */
async function attack(mutation) {
  const files = mutatedFiles(copy, mutation);
  const before = [...files.keys()].map((file) => [file, readFileSync(join(copy, file), "utf8")]);
  for (const [file, text] of files) writeFileSync(join(copy, file), text);
  try {
    const error = rebuild([...files.keys()], mutation.test);
    const report = error === null ? await run(mutation.test, [mutation.name]) : null;
    const verdict = report === null ? "broken" : verdictOf(report, mutation.name);
    if (verdict === "broken") describe(error, report);
    const word = { failed: "killed", passed: "SURVIVED", broken: "BROKEN" }[verdict];
    return { verdict: word, reason: verdict === "failed" ? reasonOf(report) : "" };
  } finally {
    for (const [file, text] of before) writeFileSync(join(copy, file), text);
    rebuild([...files.keys()]);
  }
}

function describe(error, report) {
  const tests = report?.testResults.flatMap(({ assertionResults }) => assertionResults) ?? [];
  const messages = [...(report?.testResults.map(({ message }) => message) ?? [])];
  messages.push(...tests.flatMap(({ failureMessages }) => failureMessages ?? []));
  console.log(`  ${(error ?? messages.find((it) => it) ?? "no test ran").split("\n").slice(0, 4).join("\n  ")}`);
}

/** Prints a line for each row and a count. Returns the number of rows whose test did not fail. */
async function runAll(rows) {
  const verdicts = [];
  for (const test of new Set(rows.map((row) => row.test))) {
    const group = rows.filter((row) => row.test === test);
    const wrong = stopped ? [] : await failuresWithout(test, [...new Set(group.map(({ name }) => name))]);
    for (const row of group) {
      if (stopped) break;
      const start = Date.now();
      const failsAnyway = wrong.includes(row.name);
      const { verdict, reason } = failsAnyway ? { verdict: "FAILS WITHOUT MUTATION", reason: "" } : await attack(row);
      verdicts.push(verdict);
      const label = [row.attack, row.defense, test, reason].filter(Boolean).join(" | ");
      console.log(`${verdict.padEnd(9)} ${((Date.now() - start) / 1000).toFixed(0).padStart(4)} s  ${label}`);
    }
  }
  const killed = verdicts.filter((it) => it === "killed").length;
  console.log(`${verdicts.length} mutations: ${killed} killed, ${verdicts.length - killed} not`);
  return stopped ? 1 : verdicts.length - killed;
}

const selection = process.argv.slice(2);
const rows = readMutations(root).filter(({ attack, defense = "", test }) => {
  return selection.length === 0 || selection.some((text) => `${attack} | ${defense} | ${test}`.includes(text));
});
const problems = rows.flatMap((row) => problemOf(root, row) ?? []);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    stopped = true;
    running?.kill(signal);
  });
}
try {
  for (const problem of problems) console.log(problem);
  if (problems.length > 0 || rows.length === 0) throw new Error("No mutation was run.");
  copyCheckout();
  process.exitCode = (await runAll(rows)) === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
