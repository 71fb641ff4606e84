// Prints start-up and work as ratios to `node -e 0`, measured in turns in one run, and which limits hold:
// npm run bench [-- --strict] [--rounds N] [--seconds N]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli.js");
const { values } = parseArgs({
  options: {
    strict: { type: "boolean", default: false },
    rounds: { type: "string", default: "31" },
    seconds: { type: "string", default: "120" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "stagewright-bench-"));
const spec = join(folder, "shop/stagewright.yaml");
const current = join(folder, "current");
/** Where runs tell the next one what they compiled; the other is a file, in which nothing can be kept. */
const [kept, nothingKept] = [join(folder, "kept"), spec];

/** Each with the most that it may cost, in starts of an empty Node. */
const cases = [
  { name: "node -e 0", command: ["-e", "0"], limit: null },
  { name: "--version", command: [cli, "--version"], limit: null },
  { name: "validate", command: [cli, "validate", "--spec", spec], limit: 2.0 },
  { name: "check, nothing changed", command: [cli, "check", "--spec", spec, "--out", current], limit: 2.0 },
  { name: "generate, nothing changed", command: [cli, "generate", "--spec", spec, "--out", current], limit: 2.0 },
  { name: "generate, all of it", command: [cli, "generate", "--spec", spec], limit: 2.5, anew: true },
  {
    name: "check, compiled",
    command: [cli, "check", "--spec", spec, "--out", current],
    limit: null,
    cache: nothingKept,
  },
].map((it) => ({ cache: kept, ...it, times: [] }));

try {
  if (!existsSync(cli)) throw new Error("dist/ is missing: npm run build");
  cpSync(join(root, "examples/shop"), join(folder, "shop"), { recursive: true });
  run({ command: [cli, "generate", "--spec", spec, "--out", current, "--quiet"], cache: kept });
  const end = performance.now() + Number(values.seconds) * 1000;
  let round = 0;
  for (; round < Number(values.rounds) || !(cases.every(isSettled) || performance.now() > end); round += 1) {
    for (const it of cases) measure(it, round);
  }
  process.exitCode = print(round) && values.strict ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Each round makes a tree of its own, removed with all others at the end: a system may long feel what was removed a
 * moment ago (ext4 without a journal passes over each inode that was freed within minutes).
 */
function measure(it, round) {
  const command = it.anew ? [...it.command, "--out", join(folder, `fresh-${round}`)] : it.command;
  const start = performance.now();
  run({ ...it, command });
  it.times.push(performance.now() - start);
}

function run({ command, cache }) {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
}

/** The least of many rounds is the time of a run that nothing else on the machine disturbed, */
function least({ times }) {
  return Math.min(...times);
}

/** if a few came near it. On a busy machine that takes many rounds. */
function isSettled(it) {
  return it.times.filter((time) => time <= least(it) * 1.05).length >= 4;
}

/** Prints the table; true where a limit is passed, or nothing can be said of one. */
function print(rounds) {
  const verdicts = cases.map(verdictOf);
  console.log(`${"".padEnd(28)}${"least ms".padStart(10)}${"ratio".padStart(8)}${"limit".padStart(8)}`);
  cases.forEach((it, index) => {
    const columns = [
      least(it).toFixed(0).padStart(10),
      ratioOf(it).toFixed(2).padStart(8),
      (it.limit?.toFixed(1) ?? "").padStart(8),
    ];
    console.log(`${it.name.padEnd(28)}${columns.join("")}  ${verdicts[index]}`.trimEnd());
  });
  if (verdicts.includes("cannot be told"))
    console.log(`After ${rounds} rounds some had hardly a run undisturbed: the machine is too busy to tell.`);
  return verdicts.some((verdict) => verdict !== "" && verdict !== "holds");
}

function verdictOf(it) {
  if (it.limit === null) return "";
  if (![cases[0], it].every(isSettled)) return "cannot be told";
  return ratioOf(it) > it.limit ? "exceeded" : "holds";
}

function ratioOf(it) {
  return least(it) / least(cases[0]);
}
