// npm run bench [-- --strict] [--rounds N] [--seconds N]: measures commands as ratios to `node -e 0`, and checks their limits.
// npm run bench -- scale [SERVICES...] [--strict]: measures sites with many services instead.
// npm run bench -- rehearse [--rounds N] [--strict]: measures stagewright's own share of a rehearsal of examples/shop.
// With --strict, an exceeded limit is a failure.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli.js");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strict: { type: "boolean", default: false },
    rounds: { type: "string", default: "31" },
    seconds: { type: "string", default: "120" },
  },
});

if (positionals[0] === "scale") {
  const { benchScale } = await import("./bench/scale.mjs");
  process.exit((await benchScale(positionals.slice(1))) && values.strict ? 1 : 0);
}

if (positionals[0] === "rehearse") {
  const { benchRehearse } = await import("./bench/rehearse.mjs");
  process.exit(benchRehearse(Number(process.argv.includes("--rounds") ? values.rounds : 3)) && values.strict ? 1 : 0);
}

const folder = mkdtempSync(join(tmpdir(), "stagewright-bench-"));
const spec = join(folder, "shop/stagewright.yaml");
const current = join(folder, "current");
/** A cache folder that runs share, and a path that cannot be a cache folder because it is a file. */
const [sharedCache, noCache] = [join(folder, "cache"), spec];

/** The measured commands. `limit` is the maximum ratio to the start of an empty Node.js process. */
const cases = [
  { name: "node -e 0", command: ["-e", "0"], limit: null },
  { name: "--version", command: [cli, "--version"], limit: 1.5 },
  { name: "validate, nothing changed", command: [cli, "validate", "--spec", spec], limit: 1.5 },
  { name: "validate, without cache", command: [cli, "validate", "--spec", spec], limit: 2.0, cache: noCache },
  { name: "check, nothing changed", command: [cli, "check", "--spec", spec, "--out", current], limit: 1.4 },
  { name: "generate, nothing changed", command: [cli, "generate", "--spec", spec, "--out", current], limit: 2.0 },
  // 134 files, 506 KB: a script that only writes them takes 1.25.
  { name: "generate, all files", command: [cli, "generate", "--spec", spec], limit: 2.8, freshFolder: true },
  {
    name: "check, without cache",
    command: [cli, "check", "--spec", spec, "--out", current],
    limit: null,
    cache: noCache,
  },
].map((it) => ({ cache: sharedCache, ...it, times: [] }));

try {
  if (!existsSync(cli)) throw new Error("dist/ does not exist. Run npm run build first.");
  cpSync(join(root, "examples/shop"), join(folder, "shop"), { recursive: true });
  run({ command: [cli, "generate", "--spec", spec, "--out", current, "--quiet"], cache: sharedCache });
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
 * Runs a command once and stores its time. Output folders are removed only at the end, because removing files can slow
 * down the next rounds (ext4 without a journal skips each inode that was freed in the last minutes).
 */
function measure(it, round) {
  const command = it.freshFolder ? [...it.command, "--out", join(folder, `fresh-${round}`)] : it.command;
  const start = performance.now();
  run({ ...it, command });
  it.times.push(performance.now() - start);
}

function run({ command, cache }) {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
}

/** The shortest time of all rounds: the time of a run that no other process disturbed. */
function shortest({ times }) {
  return Math.min(...times);
}

/** True if at least four rounds are close to the shortest time. On a busy machine this takes many rounds. */
function isSettled(it) {
  return it.times.filter((time) => time <= shortest(it) * 1.05).length >= 4;
}

/** Prints the table. Returns true if a limit is exceeded, or if the times are too unstable to check a limit. */
function print(rounds) {
  const verdicts = cases.map(verdictOf);
  console.log(`${"".padEnd(28)}${"best ms".padStart(10)}${"ratio".padStart(8)}${"limit".padStart(8)}`);
  cases.forEach((it, index) => {
    const columns = [
      shortest(it).toFixed(0).padStart(10),
      ratioOf(it).toFixed(2).padStart(8),
      (it.limit?.toFixed(1) ?? "").padStart(8),
    ];
    console.log(`${it.name.padEnd(28)}${columns.join("")}  ${verdicts[index]}`.trimEnd());
  });
  if (verdicts.includes("unstable"))
    console.log(
      `After ${rounds} rounds, some times are still unstable: the machine is too busy to check their limits.`,
    );
  return verdicts.some((verdict) => verdict !== "" && verdict !== "within limit");
}

function verdictOf(it) {
  if (it.limit === null) return "";
  if (![cases[0], it].every(isSettled)) return "unstable";
  return ratioOf(it) > it.limit ? "exceeded" : "within limit";
}

function ratioOf(it) {
  return shortest(it) / shortest(cases[0]);
}
