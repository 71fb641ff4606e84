import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packages } from "./packages.mjs";

/** True if the command is in the PATH, /usr/sbin or /sbin, and its proof succeeds. */
export function hasCommand(name) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const isThere = folders.some((folder) => folder !== "" && isExecutable(join(folder, name)));
  return isThere && isProven(packages.find((entry) => entry.command === name)?.proof);
}

/** Installs missing Debian packages that the tests need, if permitted. Returns the commands that are still missing. */
export function installPackages() {
  const missing = packages.filter((entry) => !hasCommand(entry.command));
  if (missing.length > 0 && mayInstall()) install(missing);
  const remaining = packages.filter((entry) => !hasCommand(entry.command));
  for (const entry of remaining) console.log(`Missing: ${entry.command} (Debian's ${entry.package}), for ${entry.why}`);
  return remaining.map((entry) => entry.command);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isProven(proof) {
  if (proof === undefined) return true;
  const [command, ...args] = proof;
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function mayInstall() {
  if (process.getuid?.() !== 0 || !isExecutable("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

function install(missing) {
  for (const entry of missing) console.log(`Installing ${entry.package}: ${entry.why}`);
  const names = [...new Set(missing.map((entry) => entry.package))];
  const allowServices = forbidServices();
  try {
    if (aptGet("update")) aptGet("install", "--yes", "--no-install-recommends", ...names);
  } finally {
    allowServices();
  }
}

/** Prevents packages from starting public servers. The tests start their own servers on the loopback address. */
function forbidServices() {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}

/** Runs apt-get, waits for its lock, and prints its output only if it fails. */
function aptGet(...args) {
  const options = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const run = spawnSync("apt-get", [...options, ...args], { encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
  if (run.status !== 0) console.error(`apt-get ${args[0]} failed:\n${run.stdout}\n${run.stderr}`);
  return run.status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = installPackages().length > 0 ? 1 : 0;
