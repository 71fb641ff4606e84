import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./packages.mjs";

/** True where the path holds an executable of that name; /sbin counts, since servers lie there. */
export function hasCommand(name) {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function mayInstall() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** Installs the Debian packages that tests need and that are missing, where it may; returns the commands still missing. */
export function installPackages() {
  const missing = packages.filter((entry) => !hasCommand(entry.command));
  if (missing.length > 0 && mayInstall()) {
    for (const entry of missing) console.log(`Installing ${entry.package}: ${entry.why}`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    const names = missing.map((entry) => entry.package);
    const run = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], { encoding: "utf8", env });
    if (run.status !== 0) console.error(`apt-get failed:\n${run.stdout}\n${run.stderr}`);
  }
  const still = packages.filter((entry) => !hasCommand(entry.command));
  for (const entry of still) console.log(`Missing: ${entry.command} (Debian's ${entry.package}), for ${entry.why}`);
  return still.map((entry) => entry.command);
}
