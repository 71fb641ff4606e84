// npm run test:libraries -- FOLDER [--clone] [--only NAME] [--write]: rehearses the public libraries in scripts/libraries/libraries.json.
// FOLDER has a checkout of each one, named like its repository. --clone clones those that are missing. --write updates docs/libraries.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { callsOf, outcomesOf } from "./libraries/calls.mjs";
import { pageWith } from "./libraries/page.mjs";
import { stopOf } from "./libraries/stops.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clone: { type: "boolean" }, only: { type: "string" }, write: { type: "boolean" } },
});
if (positionals.length !== 1) {
  console.error("usage: npm run test:libraries -- FOLDER [--clone] [--only NAME] [--write]");
  process.exit(2);
}
const folder = resolve(positionals[0]);
const work = mkdtempSync(join(tmpdir(), "stagewright-libraries-"));
/** A stub of a plugin's step: it runs its body, if it has one. */
const STUB = `def call(Object... given) {
    def last = given.length == 0 ? null : given[given.length - 1]
    return last instanceof Closure ? last() : null
}
`;

try {
  const known = JSON.parse(readFileSync(join(root, "scripts/libraries/libraries.json"), "utf8"));
  const wanted = known.filter(({ repository }) => values.only === undefined || nameOf(repository) === values.only);
  const reports = wanted.flatMap((library) => report(library) ?? []);
  const page = join(root, "docs/libraries.md");
  if (values.write) writeFileSync(page, pageWith(readFileSync(page, "utf8"), reports));
  process.exitCode = reports.length === wanted.length ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function nameOf(repository) {
  return repository.split("/")[1];
}

/** What the variables and the Jenkinsfiles of one library do; null without a checkout. */
function report({ repository, commit, before = [], jenkinsfiles }) {
  const name = nameOf(repository);
  const checkout = join(folder, name);
  if (!existsSync(checkout)) {
    if (!values.clone) {
      console.log(`${repository}: skipped, because ${checkout} does not exist`);
      return null;
    }
    clone(repository, commit, checkout);
  }
  const head = git(checkout, "rev-parse", "HEAD");
  if (head !== commit) console.log(`${repository}: the checkout is at ${head}, not at ${commit}`);
  const others = before.map((it) => join(folder, it));
  const plain = callAll(name, checkout, others, null);
  const { stubs, names } = stubsFor(name, checkout, others, plain);
  const stubbed = names.length === 0 ? plain : callAll(name, checkout, others, stubs);
  const own = jenkinsfiles.map((file) => runOwn(checkout, others, file, names.length === 0 ? null : stubs));
  print(repository, plain, stubbed, names, own);
  return { repository, commit: head, plain, stubbed, names, own };
}

function clone(repository, commit, checkout) {
  mkdirSync(folder, { recursive: true });
  git(folder, "clone", "--quiet", `https://github.com/${repository}`, checkout);
  git(checkout, "checkout", "--quiet", commit);
}

function git(cwd, ...options) {
  const { stdout, stderr, status } = spawnSync("git", options, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${options.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** Calls each variable, with the stubs of a folder. */
function callAll(name, checkout, others, stubs) {
  return callsOf(checkout).flatMap(({ names, text }, index) => {
    const job = join(work, `${name}-${index}`);
    mkdirSync(job, { recursive: true });
    writeFileSync(join(job, "Jenkinsfile"), text);
    const build = rehearse(join(job, "Jenkinsfile"), [checkout, ...others], stubs);
    return outcomesOf(names, build).map(({ name: variable, stop }) => ({
      name: variable,
      stop: stop === null ? null : stopOf(stop),
    }));
  });
}

/** A folder with a stub for each unknown step, until there is no new one. */
function stubsFor(name, checkout, others, plain) {
  const stubs = join(work, `${name}-stubs`);
  const names = new Set();
  let outcomes = plain;
  for (let round = 0; round < 8; round += 1) {
    const missing = outcomes.flatMap(({ stop }) => (stop?.kind === "step" && !names.has(stop.what) ? [stop.what] : []));
    if (missing.length === 0) break;
    mkdirSync(stubs, { recursive: true });
    for (const step of missing) {
      names.add(step);
      writeFileSync(join(stubs, `${step}.groovy`), STUB);
    }
    outcomes = callAll(name, checkout, others, stubs);
  }
  return { stubs, names: [...names].sort() };
}

/** Runs a Jenkinsfile of the library's own repository. */
function runOwn(checkout, others, file, stubs) {
  const build = rehearse(join(checkout, file), [...others, checkout], stubs);
  const steps = build.steps.filter(({ name }) => !["stage", "node", "script"].includes(name)).length;
  return { file, result: build.result, steps, stop: build.error === null ? null : stopOf(build.error) };
}

function rehearse(jenkinsfile, libraries, stubs) {
  const options = ["rehearse", "--jenkinsfile", jenkinsfile, "--dry", "--json"];
  for (const library of libraries) options.push("--library", library);
  if (stubs !== null) options.push("--stubs", stubs);
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...options], {
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
    timeout: 600_000,
  });
  if (!stdout.startsWith("{")) return { result: "FAILURE", error: `no report: ${stderr.trim()}`, steps: [] };
  return JSON.parse(stdout).builds[0];
}

function print(repository, plain, stubbed, names, own) {
  const ended = (all) => all.filter(({ stop }) => stop === null).length;
  console.log(`\n${repository}: ${plain.length} variables, ${ended(plain)} end, ${ended(stubbed)} with stubs`);
  if (names.length > 0) console.log(`  stubs: ${names.join(", ")}`);
  for (const { name, stop } of stubbed)
    if (stop !== null)
      console.log(`  ${stop.kind.padEnd(8)}${name}: ${stop.message.replaceAll("\n", " ").slice(0, 200)}`);
  for (const { file, result, steps, stop } of own)
    console.log(
      `  ${file}: ${result} after ${steps} steps${stop === null ? "" : `: ${stop.message.replaceAll("\n", " ").slice(0, 200)}`}`,
    );
}
