// Prints start-up and work as ratios to `node -e 0`, measured in turns in one run: npm run bench [-- --strict] [--rounds N]
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli.js");
const { values } = parseArgs({
  options: { strict: { type: "boolean", default: false }, rounds: { type: "string", default: "31" } },
});

const folder = mkdtempSync(join(tmpdir(), "stagewright-bench-"));
const spec = join(folder, "shop/stagewright.yaml");
const [current, fresh] = [join(folder, "current"), join(folder, "fresh")];
/** Where runs tell the next one what they compiled; the other is a machine on which nothing was ever generated. */
const [kept, nothingKept] = [join(folder, "kept"), join(folder, "nothing-kept")];

/** Each with the most that it may cost, in starts of an empty Node. */
const cases = [
  { name: "node -e 0", command: ["-e", "0"], limit: null },
  { name: "--version", command: [cli, "--version"], limit: null },
  { name: "validate", command: [cli, "validate", "--spec", spec], limit: 2.0 },
  { name: "check, nothing changed", command: [cli, "check", "--spec", spec, "--out", current], limit: 2.0 },
  { name: "generate, nothing changed", command: [cli, "generate", "--spec", spec, "--out", current], limit: 2.0 },
  { name: "generate, all of it", command: [cli, "generate", "--spec", spec, "--out", fresh], limit: 2.5, anew: fresh },
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
  for (let round = 0; round < Number(values.rounds); round += 1) for (const it of cases) measure(it);
  process.exitCode = print() && values.strict ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(it) {
  if (it.anew !== undefined) rmSync(it.anew, { recursive: true, force: true });
  const start = performance.now();
  run(it);
  it.times.push(performance.now() - start);
}

function run({ command, cache }) {
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
}

/** The least of many rounds is the time of a run that nothing else on the machine disturbed. */
function least({ times }) {
  return Math.min(...times);
}

/** Prints the table; true where a limit is passed. */
function print() {
  let exceeded = false;
  console.log(`${"".padEnd(28)}${"least ms".padStart(10)}${"ratio".padStart(8)}${"limit".padStart(8)}`);
  for (const it of cases) {
    const ratio = least(it) / least(cases[0]);
    const over = it.limit !== null && ratio > it.limit;
    exceeded ||= over;
    const columns = [
      least(it).toFixed(0).padStart(10),
      ratio.toFixed(2).padStart(8),
      (it.limit?.toFixed(1) ?? "").padStart(8),
    ];
    const verdict = it.limit === null ? "" : over ? "  exceeded" : "  holds";
    console.log(`${it.name.padEnd(28)}${columns.join("")}${verdict}`);
  }
  return exceeded;
}
