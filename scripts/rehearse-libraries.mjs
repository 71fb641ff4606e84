// npm run test:libraries -- FOLDER [--clone] [--only NAME] [--write]: rehearses the public libraries in scripts/libraries/libraries.json.
// FOLDER has a checkout of each one, named like its repository. --clone clones those that are missing. --write updates the tables
// of docs/libraries.md.
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
  if (values.write) writePage(known, reports);
  process.exitCode = reports.length === wanted.length ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Writes the tables; FOLDER/results.json keeps the results of the libraries that did not run this time. */
function writePage(known, reports) {
  const [page, kept] = [join(root, "docs/libraries.md"), join(folder, "results.json")];
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
  const all = { ...before, ...Object.fromEntries(reports.map((it) => [it.repository, it])) };
  writeFileSync(kept, JSON.stringify(all));
  const rows = known.flatMap(({ repository }) => all[repository] ?? []);
  writeFileSync(page, pageWith(readFileSync(page, "utf8"), rows));
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
  const { stubs, names, stubbed } = withStubs(name, checkout, others, plain);
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

/** Calls each variable, or each of these, with the stubs of a folder. */
function callAll(name, checkout, others, stubs, only = null) {
  return callsOf(checkout, only).flatMap(({ names, text }, index) => {
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

/** Writes a stub for each unknown step and calls the variables that stopped there again, until there is no new step. */
function withStubs(name, checkout, others, plain) {
  const stubs = join(work, `${name}-stubs`);
  const names = new Set();
  let stubbed = plain;
  for (let round = 0; round < 20; round += 1) {
    const stopped = stubbed.filter(({ stop }) => stop?.kind === "step" && !names.has(stop.what));
    if (stopped.length === 0) break;
    mkdirSync(stubs, { recursive: true });
    for (const { stop } of stopped) {
      names.add(stop.what);
      writeFileSync(join(stubs, `${stop.what}.groovy`), STUB);
    }
    const again = callAll(
      name,
      checkout,
      others,
      stubs,
      stopped.map((it) => it.name),
    );
    stubbed = stubbed.map((one) => again.find((it) => it.name === one.name) ?? one);
  }
  return { stubs, names: [...names].sort(), stubbed };
}

/** Runs a Jenkinsfile of the library's own repository. */
function runOwn(checkout, others, file, stubs) {
  const build = rehearse(join(checkout, file), [...others, checkout], stubs);
  const steps = build.steps.filter(({ name }) => !["stage", "node", "script"].includes(name)).length;
  const failed = build.steps.find(({ error }) => error !== null);
  const error = build.result === "SUCCESS" ? null : (build.error ?? failed?.error ?? "the result is set");
  return { file, result: build.result, steps, stop: error === null ? null : stopOf(error) };
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
