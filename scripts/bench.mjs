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
const current = join(folder, "current");
const fresh = join(folder, "fresh");

/** Each with the most that it may cost, in starts of an empty Node. */
const cases = [
  { name: "node -e 0", command: ["-e", "0"], limit: null },
  { name: "--version", command: [cli, "--version"], limit: null },
  { name: "validate", command: [cli, "validate", "--spec", spec], limit: 2.0 },
  { name: "check, nothing to say", command: [cli, "check", "--spec", spec, "--out", current], limit: 2.0 },
  { name: "generate, nothing to write", command: [cli, "generate", "--spec", spec, "--out", current], limit: null },
  {
    name: "generate, all of it",
    command: [cli, "generate", "--spec", spec, "--out", fresh],
    limit: 2.5,
    before: () => rmSync(fresh, { recursive: true, force: true }),
  },
].map((it) => ({ before: () => {}, ...it, times: [] }));

try {
  if (!existsSync(cli)) throw new Error("dist/ is missing: npm run build");
  cpSync(join(root, "examples/shop"), join(folder, "shop"), { recursive: true });
  run({ command: [cli, "generate", "--spec", spec, "--out", current, "--quiet"] });
  for (let round = 0; round < Number(values.rounds); round += 1) for (const it of cases) measure(it);
  process.exitCode = print() && values.strict ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(it) {
  it.before();
  const start = performance.now();
  run(it);
  it.times.push(performance.now() - start);
}

function run({ command }) {
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
}

function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** Prints the table; true where a limit is passed. */
function print() {
  const base = median(cases[0].times);
  let exceeded = false;
  console.log(`${"".padEnd(28)}${"median ms".padStart(10)}${"ratio".padStart(8)}${"limit".padStart(8)}`);
  for (const { name, times, limit } of cases) {
    const ratio = median(times) / base;
    const over = limit !== null && ratio > limit;
    exceeded ||= over;
    const columns = [
      median(times).toFixed(0).padStart(10),
      ratio.toFixed(2).padStart(8),
      (limit?.toFixed(1) ?? "").padStart(8),
    ];
    console.log(`${name.padEnd(28)}${columns.join("")}${over ? "  exceeded" : ""}`);
  }
  return exceeded;
}
