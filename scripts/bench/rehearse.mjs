// Measures which share of a rehearsal of examples/shop is stagewright's own, cold and in a JVM that is warm, and how long the first step
// takes.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/cli.js");
/** The largest share of stagewright in a rehearsal whose tools have warm caches. */
const SHARE = 0.15;
/** The longest time to the first step, on a machine without other work. */
const FIRST_STEP_MS = 3000;
/** Without these programs, only the source stage runs. */
const ALL_STAGES = ["buildah", "docker-registry", "busybox", "kustomize"];

/** Rehearses the service several times and prints a row for each. Returns true if a limit is exceeded in the best of the rounds. */
export function benchRehearse(rounds) {
  if (!existsSync(cli)) throw new Error("dist/ does not exist. Run npm run build first.");
  const folder = mkdtempSync(join(tmpdir(), "stagewright-bench-"));
  try {
    cpSync(join(root, "examples/shop"), join(folder, "shop"), { recursive: true });
    const missing = ALL_STAGES.filter((program) => !isInstalled(program));
    const stages =
      missing.length === 0 ? ["--engine", "buildah", "--with-registry", "--with-gitops"] : ["--until", "build"];
    console.log(
      `rehearse shop ${stages.join(" ")}${missing.length === 0 ? "" : `  (not installed: ${missing.join(", ")})`}`,
    );
    console.log(
      `${"".padEnd(8)}${["total s", "own s", "share %", "first step s"].map((it) => it.padStart(14)).join("")}`,
    );
    const shop = join(folder, "shop");
    rehearse(shop, stages);
    const cold = Array.from({ length: rounds }, (_, round) => printed(`cold ${round + 1}`, rehearse(shop, stages)));
    const warm = warmRounds(shop, missing.length === 0, rounds).map((it, round) => printed(`warm ${round + 1}`, it));
    const dry = printed("--dry", rehearse(shop, ["--dry"]));
    const share = Math.min(...warm.map((it) => it.ownMilliseconds / it.milliseconds));
    const first = Math.min(...[...cold, dry].map((it) => it.firstStepMilliseconds));
    console.log(
      `warm share: ${verdict(share, SHARE)}; cold first step: ${verdict(first / 1000, FIRST_STEP_MS / 1000)}`,
    );
    return share > SHARE || first > FIRST_STEP_MS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rehearse(cwd, options) {
  const command = [cli, "rehearse", "shop", "--json", ...options];
  const { stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!stdout.startsWith("{")) throw new Error(`rehearse failed: ${stderr}`);
  const report = JSON.parse(stdout);
  if (report.failures.length > 0) throw new Error(`rehearse failed: ${report.failures[0].failing.message}`);
  return report;
}

/** The same rehearsal as scenarios: they share one JVM, and the first one warms it. */
function warmRounds(cwd, allStages, rounds) {
  const stages = allStages ? { engine: "buildah", withRegistry: true, withGitops: true } : { until: "build" };
  const scenarios = Array.from({ length: rounds + 1 }, (_, round) => ({ name: `round ${round}`, ...stages }));
  writeFileSync(join(cwd, "bench.scenarios.yaml"), JSON.stringify({ service: "shop", scenarios }));
  const { stdout, stderr } = spawnSync(process.execPath, [cli, "test", "bench.scenarios.yaml", "--json"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!stdout.startsWith("{")) throw new Error(`test failed: ${stderr}`);
  return JSON.parse(stdout).scenarios.slice(1);
}

function printed(name, report) {
  const { milliseconds, ownMilliseconds, firstStepMilliseconds } = report;
  const numbers = [
    (milliseconds / 1000).toFixed(1),
    (ownMilliseconds / 1000).toFixed(1),
    ((ownMilliseconds / milliseconds) * 100).toFixed(0),
    firstStepMilliseconds === undefined ? "" : (firstStepMilliseconds / 1000).toFixed(1),
  ];
  console.log(`${name.padEnd(8)}${numbers.map((it) => it.padStart(14)).join("")}`);
  return report;
}

function verdict(value, limit) {
  return `best ${value.toFixed(2)}, limit ${limit} ${value > limit ? "exceeded" : "met"}`;
}

function isInstalled(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}
