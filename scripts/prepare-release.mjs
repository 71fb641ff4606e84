// npm run release:prepare -- VERSION: moves the unreleased changes to a section of the version in CHANGELOG.md, and sets the
// version in package.json and package-lock.json. Prints the remaining steps; it does not commit, tag or publish.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import semver from "semver";

/**
 * Prepares a release of the checkout at `root`. Returns its tag, and the specs that do not accept the new version.
 * Throws an error for the user, before it writes anything, if the release cannot be prepared.
 */
export function prepareRelease(root, version, date) {
  const packageText = readFileSync(join(root, "package.json"), "utf8");
  const { version: current } = JSON.parse(packageText);
  checkVersion(version, current);
  checkRepository(root, version);
  const changelog = releaseChanges(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version, date);
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  lock.version = version;
  lock.packages[""].version = version;
  writeFileSync(join(root, "CHANGELOG.md"), changelog);
  writeFileSync(join(root, "package.json"), packageText.replace(/^( {2}"version": )".+?"/m, `$1"${version}"`));
  writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
  return { tag: `v${version}`, outdated: outdatedSpecs(root, version) };
}

function checkVersion(version, current) {
  if (version === undefined) throw new Error("The version is missing. Usage: npm run release:prepare -- VERSION.");
  if (!/^\d+\.\d+\.\d+$/.test(version) || semver.valid(version) === null)
    throw new Error(
      `"${version}" is not a version. Write MAJOR.MINOR.PATCH, for example ${semver.inc(current, "minor")}.`,
    );
  if (semver.gt(version, current)) return;
  const next = ["patch", "minor", "major"].map((part) => semver.inc(current, part)).join(", ");
  throw new Error(`${version} is not newer than the current version ${current}. The next versions are ${next}.`);
}

function checkRepository(root, version) {
  const changes = git(root, "status", "--porcelain");
  if (changes !== "") throw new Error(`The checkout has uncommitted changes. Commit or remove them:\n${changes}`);
  if (git(root, "tag", "--list", `v${version}`) !== "")
    throw new Error(`The tag v${version} already exists. Choose a newer version.`);
}

/** The changelog with the content of `## Unreleased` in a section of the version. */
function releaseChanges(text, version, date) {
  const [heading] = /^## Unreleased$/m.exec(text) ?? [];
  if (heading === undefined)
    throw new Error("CHANGELOG.md has no section `## Unreleased`. Add it above the last release.");
  if (new RegExp(`^## ${version.replaceAll(".", "\\.")}\\b`, "m").test(text))
    throw new Error(`CHANGELOG.md already has a section for ${version}. Choose a newer version.`);
  const start = text.search(/^## Unreleased$/m) + heading.length;
  const end = text.indexOf("\n## ", start);
  const changes = text.slice(start, end === -1 ? text.length : end);
  if (changes.replaceAll(/^###.*$/gm, "").trim() === "")
    throw new Error("The section `## Unreleased` of CHANGELOG.md is empty. Describe the changes for users there.");
  return `${text.slice(0, start)}\n\n## ${version} - ${date}${text.slice(start)}`;
}

/** `PATH:LINE: RANGE` of each tracked spec whose key `stagewright` does not accept the version. */
function outdatedSpecs(root, version) {
  const lines = git(
    root,
    "grep",
    "-nE",
    "^stagewright: ",
    "--",
    "*.yaml",
    "*.ts",
    "docs/*.md",
    ":!docs/reference",
  ).split("\n");
  return lines.flatMap((line) => {
    const [, place, range] = /^(.+?:\d+):stagewright: *['"]?([^'"#]+?)['"]? *(?:#.*)?$/.exec(line) ?? [];
    if (range === undefined || semver.validRange(range) === null) return [];
    return semver.satisfies(version, range) ? [] : [`${place}: ${range}`];
  });
}

/** The output of a git command. `git grep` exits with 1 if it finds nothing. */
function git(root, command, ...options) {
  const { status, stdout, stderr } = spawnSync("git", [command, ...options], { cwd: root, encoding: "utf8" });
  if (status !== 0 && !(command === "grep" && status === 1)) throw new Error(`git ${command} failed: ${stderr.trim()}`);
  return stdout.trimEnd();
}

function main(root, version) {
  const { tag, outdated } = prepareRelease(root, version, new Date().toISOString().slice(0, 10));
  console.log(`Prepared ${tag}: CHANGELOG.md, package.json, package-lock.json\n\nNext steps:`);
  const steps = [
    ...(outdated.length === 0
      ? []
      : [
          `Change the range of these specs so that it accepts ${version}:\n${outdated.map((it) => `       ${it}`).join("\n")}`,
        ]),
    "npm run golden && npm test",
    `git commit --all --message "release: ${version}"`,
    `git tag --annotate ${tag} --message "stagewright ${version}"`,
  ];
  for (const [index, step] of steps.entries()) console.log(`  ${index + 1}. ${step}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main(fileURLToPath(new URL("..", import.meta.url)), process.argv[2]);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
