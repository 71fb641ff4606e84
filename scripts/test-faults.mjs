// `npm run test:faults [-- CASES]`: kills runs, injects errors, starts runs at once and fuzzes specs; prints the counts.
// Each case checks that the output is complete, that no edit is lost, and that invalid specs are no bugs of stagewright.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const cases = Number(process.argv[2] ?? 2000);
if (!Number.isInteger(cases) || cases < 100) throw new Error("usage: npm run test:faults -- CASES (at least 100)");
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const top = fs.mkdtempSync(join(tmpdir(), "stagewright-faults-"));
const failures = [];

/** A repeatable random number below a limit (mulberry32). */
let state = seed;
function random(limit) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
}

async function load(path) {
  const entryPoints = [join(root, path)];
  const { outputFiles } = await build({ entryPoints, bundle: true, platform: "node", format: "cjs", write: false });
  const file = join(top, `${path.replaceAll("/", "-")}.cjs`);
  fs.writeFileSync(file, outputFiles[0].contents);
  return { file, exports: (await import(file)).default };
}

const { file: writeModule, exports: write } = await load("generator/write/index.ts");
const { exports: compiler } = await load("generator/compile.ts");

/** The files of one of two rounds: some are in both, one path is a file in the first and a folder in the second. */
function filesOf(round) {
  const file = (path, content) => ({ path, content, executable: path.endsWith(".sh"), shard: "shop/shop" });
  return [
    file("library/a.sh", `a ${round}`),
    file("library/same", "same"),
    file(`jenkinsfiles/t/${round}.Jenkinsfile`, `only ${round}`),
    file(round === 0 ? "turn" : "turn/ed/over", `turned ${round}`),
    ...Array.from({ length: 8 }, (_, n) => file(`jenkinsfiles/s${n}/build`, `${n} in ${round}`)),
  ];
}

function expected(files) {
  return { files, tool: "1.0.0", inputs: () => new Map() };
}

function generate(out, files, fileSystem = fs, limit = 20_000) {
  const writer = write.Writer.open(new write.Containment(out, fileSystem), fileSystem, { limit, notify: () => {} });
  try {
    writer.recover(
      files.map(({ path }) => path),
      false,
    );
    const plan = write.planWrites(write.compare(out, expected(files), fileSystem), false);
    if (plan.refused.length > 0) throw Object.assign(new Error("edited"), { refused: plan.refused });
    writer.commit(plan.changes);
  } finally {
    writer.close();
  }
}

/** All files but those of a run itself. */
function tree(out) {
  const entries = fs.readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const named = paths.map((path) => [path.slice(out.length + 1), fs.readFileSync(path, "utf8")]);
  return JSON.stringify(named.filter(([path]) => !/^\.stagewright\/(lock|journal|staged)/.test(path)).sort());
}

function cleanTree(files) {
  const out = fs.mkdtempSync(join(top, "clean-"));
  generate(out, files);
  const text = tree(out);
  fs.rmSync(out, { recursive: true });
  return text;
}

const trees = [0, 1].map((round) => cleanTree(filesOf(round)));

function check(kind, number, ok, detail) {
  if (!ok) failures.push(`${kind} ${number}: ${detail}`);
}

/** A file system whose call number `at` fails; all later calls too if the process counts as killed. */
function failing(at, killed, code) {
  let calls = 0;
  return new Proxy(fs, {
    get(target, name) {
      const real = target[name];
      if (typeof real !== "function") return real;
      return (...args) => {
        calls += 1;
        if (calls === at || (killed && calls > at))
          throw Object.assign(new Error(`${code}: ${String(name)}`), { code });
        return real(...args);
      };
    },
  });
}

function injected(kind, number) {
  const killed = kind === "killed at a call";
  const out = fs.mkdtempSync(join(top, "fault-"));
  const round = random(2);
  generate(out, filesOf(round));
  const edit = random(3) === 0;
  let failed = null;
  try {
    generate(out, filesOf(1 - round), failing(1 + random(260), killed, ["EIO", "ENOSPC", "EACCES"][random(3)]));
  } catch (error) {
    failed = error;
  }
  if (!killed) check(kind, number, trees.includes(tree(out)), `torn tree after ${failed}`);
  if (failed !== null && !/^(EIO|ENOSPC|EACCES)/.test(failed.message)) check(kind, number, false, failed.stack);
  const edited = join(out, "jenkinsfiles/s3/build");
  if (edit) fs.writeFileSync(edited, "by hand");
  try {
    generate(out, filesOf(random(2)));
    check(kind, number, !edit && trees.includes(tree(out)), edit ? "the edit was lost" : "wrong tree after recovery");
  } catch (error) {
    check(kind, number, edit && error.refused !== undefined, error.stack);
    check(kind, number, fs.readFileSync(edited, "utf8") === "by hand", "the edit was lost");
  }
  fs.rmSync(out, { recursive: true });
}

/** A process that writes both rounds in turn: until it is killed, or a number of times. */
const program = join(top, "writer.cjs");
fs.writeFileSync(
  program,
  `const fs = require("node:fs"); const write = require(${JSON.stringify(writeModule)});
${filesOf}\n${expected}\n${generate}
const [out, count] = [process.argv[2], Number(process.argv[3])];
process.stdout.write("started\\n");
for (let n = 0; n < count; n += 1) generate(out, filesOf(n % 2));`,
);

function start(out, count) {
  const child = spawn(process.execPath, [program, out, String(count)], { stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const started = new Promise((done) => child.stdout.once("data", done));
  const ended = new Promise((done) => child.once("close", (code) => done({ code, errors })));
  return { child, started, ended };
}

async function killedBySignal(kind, number) {
  const out = fs.mkdtempSync(join(top, "kill-"));
  const { child, started, ended } = start(out, 1e9);
  await started;
  await new Promise((done) => setTimeout(done, random(40)));
  child.kill("SIGKILL");
  await ended;
  const round = random(2);
  generate(out, filesOf(round));
  check(kind, number, tree(out) === trees[round], "wrong tree after recovery");
  fs.rmSync(out, { recursive: true });
}

async function concurrent(kind, number) {
  const out = fs.mkdtempSync(join(top, "crowd-"));
  const runs = Array.from({ length: 4 }, () => start(out, 1 + random(4)));
  for (const { code, errors } of await Promise.all(runs.map(({ ended }) => ended)))
    check(kind, number, code === 0, errors);
  check(kind, number, trees.includes(tree(out)), "torn tree");
  fs.rmSync(out, { recursive: true });
}

const platform = fs.readFileSync(join(root, "examples/shop/stagewright.yaml"), "utf8");
const service = fs.readFileSync(join(root, "examples/shop/services/shop.yaml"), "utf8");
const scraps = [
  "constructor",
  "toString",
  "__proto__",
  "&a",
  "*a",
  "{",
  "]",
  "'",
  ": ",
  "- ",
  "null",
  "1e999",
  "~",
  "\u0000",
];
const more = [
  "<<: *a",
  "\t",
  "#",
  "{{branch}}",
  "x".repeat(300),
  "**/*",
  "\ud800",
  "!!js/function",
  "-1",
  "true",
  "\r\n",
];

function mutated(text) {
  let now = text;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    const at = random(now.length + 1);
    const words = now.match(/[\w.-]+/g) ?? [""];
    const insert = [...scraps, ...more, words[random(words.length)]][random(scraps.length + more.length + 1)];
    now = now.slice(0, at) + insert + now.slice(at + [0, insert.length, random(30)][random(3)]);
  }
  return now;
}

function fuzzed(kind, number) {
  const both = random(2) === 0;
  const input = {
    platform: { path: "stagewright.yaml", text: both ? mutated(platform) : platform },
    services: [{ path: "services/shop.yaml", text: mutated(service) }],
    today: "2026-11-25",
  };
  try {
    const { diagnostics } = compiler.compile(input);
    const texts = new Map([input.platform, ...input.services].map(({ path, text }) => [path, text.split(/\n/)]));
    for (const { at, length, code } of diagnostics) {
      const line = texts.get(at.file)?.[at.line - 1];
      const inside = line !== undefined && at.column >= 1 && at.column - 1 + length <= Math.max(line.length, 1) + 1;
      check(kind, number, inside, `${code} at ${at.file}:${at.line}:${at.column}+${length} is outside the line`);
    }
  } catch (error) {
    check(kind, number, false, `${error.stack}\n${JSON.stringify(input.services[0].text)}`);
  }
}

const kinds = [
  ["error injected at a call", 0.1, injected],
  ["killed at a call", 0.1, injected],
  ["killed by a signal", 0.01, killedBySignal],
  ["four runs at once", 0.005, concurrent],
  ["fuzzed spec", 0.785, fuzzed],
];
try {
  for (const [kind, share, run] of kinds) {
    const [begin, before, count] = [Date.now(), failures.length, Math.round(cases * share)];
    for (let number = 1; number <= count; number += 1) await run(kind, number);
    const seconds = ((Date.now() - begin) / 1000).toFixed(1);
    process.stdout.write(
      `${kind.padEnd(26)}${String(count).padStart(7)} cases  ${failures.length - before} failed  ${seconds} s\n`,
    );
  }
} finally {
  fs.rmSync(top, { recursive: true, force: true });
}
for (const failure of failures.slice(0, 10)) process.stdout.write(`\n${failure}\n`);
process.stdout.write(`${failures.length === 0 ? "all cases passed" : `${failures.length} failures`}; SEED=${seed}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
