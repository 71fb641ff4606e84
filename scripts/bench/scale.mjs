// npm run bench -- scale [SERVICES...] [--strict]: measures `validate`, `generate` and `check` for sites of several sizes, prints
// how the cost grows, and checks the limits. With --strict, an exceeded limit is a failure.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { renderWithJobBuilder } from "./jenkins-jobs.mjs";
import { servicePath, serviceSpec, writeLargeSite } from "./large-site.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cli = join(root, "dist/cli.js");
const measuring = join(root, "scripts/bench/measure-process.cjs");

/** The numbers of services that a run without arguments measures. */
const sizes = [100, 300, 1000];

/** The largest exponent of the growth of CPU time. The start of the process makes it smaller, noise makes it larger. */
const maximumExponent = 1.15;

/** The time of 10,000 services, as a multiple of the time of 1,000. */
const maximumGrowth = 11;

/** The peak memory of the largest site in MB. */
const maximumMemory = 800;

/** Measures all sizes and prints the tables. Returns true if a limit is exceeded. */
export async function benchScale(args) {
  if (!existsSync(cli)) throw new Error("dist/ does not exist. Run npm run build first.");
  const services = args.length === 0 ? sizes : args.map(Number);
  if (services.some((count) => !Number.isInteger(count) || count < 1)) throw new Error("specify numbers of services");
  const folder = mkdtempSync(join(tmpdir(), "stagewright-scale-"));
  try {
    const empty = await run(folder, ["-e", "0"]);
    const rows = [];
    console.log(line(["services", "files", "command", "CPU s", "wall s", "MB", "ratio", "limit"]));
    for (const count of services) rows.push(await measureSite(join(folder, String(count)), count, empty));
    return [...rows.flat().filter(({ exceeded }) => exceeded), ...printGrowth(rows)].length > 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of CPU that a command may use in addition to its share of parsing. */
const startCpu = 0.3;

/** The size whose `generate` is compared with Jenkins Job Builder. */
const comparedSize = 1000;

/** Runs the commands on one site, and the scripts that they are compared with. */
async function measureSite(folder, services, empty) {
  const spec = writeLargeSite(folder, services);
  const out = join(folder, "out");
  const command = (name) => run(folder, [cli, name, "--spec", spec, "--out", out, "--quiet"]);
  const validate = await run(folder, [cli, "validate", "--spec", spec]);
  const validateAgain = await run(folder, [cli, "validate", "--spec", spec]);
  const parse = await run(folder, [join(root, "scripts/bench/parse-specs.mjs"), join(folder, "services")]);
  const cold = await command("generate");
  const copy = await copyFiles(out, join(folder, "copy"));
  const unchanged = await run(folder, [cli, "check", "--spec", spec, "--out", out]);
  writeFileSync(servicePath(folder, 0), serviceSpec(0, 1));
  const changed = await command("generate");
  const rows = [
    ...[
      ["validate, first", validate],
      ["validate, nothing changed", validateAgain],
    ].map(([name, usage]) =>
      row(name, usage, (usage.cpu - startCpu) / parse.cpu, `CPU of parsing + ${startCpu} s`, 0.5),
    ),
    row("generate, cold", cold, cold.wall / copy.wall, "a script that writes the files", 2),
    ...(services === comparedSize ? [comparedRow(folder, services, cold)] : []),
    row("check, nothing changed", unchanged, unchanged.wall / empty.wall, "node -e 0", services === 1000 ? 4 : null),
    row("generate, one changed", changed, changed.wall / unchanged.wall, "check, nothing changed", 2),
  ];
  for (const { name, usage, ratio, to, limit, exceeded } of rows) {
    const verdict = limit === null ? "" : `${limit} ${exceeded ? "exceeded" : "within limit"}`;
    const { cpu, wall, memory } = usage;
    const numbers = [cpu, wall].map((seconds) => seconds.toFixed(2));
    console.log(
      line([services, copy.files, name, ...numbers, memory.toFixed(0), `${ratio.toFixed(1)} × ${to}`, verdict]),
    );
  }
  return rows.map((it) => ({ services, ...it }));
}

function comparedRow(folder, services, cold) {
  const { cpu, jobs } = renderWithJobBuilder(join(folder, "jenkins-jobs"), services);
  return row("generate, cold", cold, cold.cpu / cpu, `CPU of jenkins-jobs, ${jobs} jobs`, 0.25);
}

function row(name, usage, ratio, to, limit) {
  return { name, usage, ratio, to, limit, exceeded: limit !== null && ratio > limit };
}

/** Prints how time grows between each two sizes. Returns the exceeded limits. */
function printGrowth(sites) {
  const cold = sites.map((rows) => rows.find(({ name }) => name === "generate, cold"));
  const exceeded = [];
  const [thousand, most] = [1000, 10_000].map((size) => cold.find(({ services }) => services === size));
  if (thousand !== undefined && most !== undefined) {
    const ratio = most.usage.wall / thousand.usage.wall;
    const verdict = ratio > maximumGrowth ? "exceeded" : "within limit";
    console.log(`generate, 10000 services: ${ratio.toFixed(1)} × the time of 1000, limit ${maximumGrowth}: ${verdict}`);
    if (ratio > maximumGrowth) exceeded.push(most);
  }
  for (const [index, larger] of cold.entries()) {
    const smaller = cold[index - 1];
    if (smaller === undefined) continue;
    const exponent = Math.log(larger.usage.cpu / smaller.usage.cpu) / Math.log(larger.services / smaller.services);
    const verdict = exponent > maximumExponent ? "exceeded" : "within limit";
    console.log(
      `generate, ${smaller.services} to ${larger.services} services: CPU grows with exponent ${exponent.toFixed(2)}, limit ${maximumExponent}: ${verdict}`,
    );
    if (exponent > maximumExponent) exceeded.push(larger);
  }
  for (const { services, usage } of cold.filter((it) => it.services <= 10_000)) {
    if (usage.memory <= maximumMemory) continue;
    console.log(
      `generate, ${services} services: ${usage.memory.toFixed(0)} MB of memory, limit ${maximumMemory}: exceeded`,
    );
    exceeded.push(services);
  }
  return exceeded;
}

/** Runs Node.js and returns its CPU time and wall time in seconds, and its peak memory in MB. */
async function run(folder, args) {
  const report = join(folder, "usage.json");
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), STAGEWRIGHT_BENCH_REPORT: report };
  const start = performance.now();
  const child = spawn(process.execPath, ["--require", measuring, ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${errors.slice(0, 2000)}`);
  return { wall: (performance.now() - start) / 1000, ...JSON.parse(readFileSync(report, "utf8")) };
}

/** Writes the files of a folder to another one, and returns the time of the writes and the number of files. */
async function copyFiles(from, to) {
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  const contents = files.map((path) => [path.replace(from, to), readFileSync(path)]);
  const start = performance.now();
  for (const [path, content] of contents) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return { wall: (performance.now() - start) / 1000, files: files.length };
}

function line(columns) {
  const widths = [9, 9, 26, 8, 8, 7, 44, 20];
  return columns
    .map((it, index) => String(it).padEnd(widths[index]))
    .join(" ")
    .trimEnd();
}
