// Prepares a stage: reads the records that it uses, compares them with the run, and computes the variables of its scripts.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, home, input, requestNumber, rollbackReason, thisCommit, thisRun, thisSource, workspace, writeStage } from "./context.mjs";
import { objection } from "./fields.mjs";
import { activeWindow } from "./freeze.mjs";
import { imageVariables, sourceBuild } from "./image.mjs";
import { joined, readRecord } from "./record.mjs";
import { fill, numbered, toTag } from "./text.mjs";
import { patternOf, versionIn, versionObjection } from "./version.mjs";

const settings = input();
const app = join(workspace(), "app");
const state = join(home(), "state");
const reason = objection(thisSource(), settings.reach);
if (reason !== "") fail(`The stage ${settings.stage} cannot run: ${reason}.`);
rmSync(state, { recursive: true, force: true });
mkdirSync(join(state, "home"), { recursive: true, mode: 0o700 });
const record = settings.kind === "source" ? newRecord() : joined(readRecords());
writeStage({ settings: withRelease(), record, variables: { STATE: state, SITE_PATH: settings.path, ...variables() } });

function git(...words) {
  return execFileSync("git", ["-C", app, ...words], { encoding: "utf8" });
}

/** A command of a source stage gets the release, too. Tools such as MSBuild read VERSION as a setting of their own. */
function withRelease() {
  if (settings.kind !== "source") return settings;
  const facts = { VERSION: record.version, COMMIT: record.source.commit };
  const withFacts = (build) => ({ ...build, environment: { ...facts, ...build.environment } });
  return { ...settings, builds: settings.builds.map((build) => (build.tool === "command" ? withFacts(build) : build)) };
}

/** The record of a new release, before anything is built. */
function newRecord() {
  const [source, run, commit] = [thisSource(), thisRun(), thisCommit()];
  const pattern = patternOf(settings.versions, source, settings.version);
  const names = { build: run.build, commit: commit.slice(0, 12), branch: source.branch || source.tag, tag: source.tag };
  const [author, mail] = settings.author ? git("log", "-1", "--format=%an%n%ae").split("\n") : [];
  return {
    schema: 1,
    service: settings.service,
    version: toTag(fill(pattern, { ...names, ...versions(pattern) })),
    source: {
      ...{ ...source, ...run, stage: settings.stage, repository: settings.git, commit },
      ...(settings.author ? { author: { name: author, mail }, starter: process.env.GITHUB_ACTOR ?? "" } : {}),
    },
    artifacts: [],
    images: {},
  };
}

/** The values of {project} and {describe}, if the pattern of the version contains them. */
function versions(pattern) {
  const found = {};
  const { versionFile } = settings;
  if (pattern.includes("{project}")) {
    if (versionFile === "" || !existsSync(join(app, versionFile)))
      fail(`The version contains {project}, but the application has no file "${versionFile}".`);
    found.project = versionIn(versionFile, readFileSync(join(app, versionFile), "utf8"));
    const wrong = versionObjection(versionFile, found.project);
    if (wrong !== "") fail(wrong);
  }
  if (pattern.includes("{describe}")) found.describe = git("describe", "--tags", "--always", "HEAD").trim();
  return found;
}

function readRecords() {
  const folder = join(home(), "records");
  const stages = readdirSync(folder).sort();
  return stages.map((stage) => readRecord(join(folder, stage, "release.json"), settings, stage));
}

function variables() {
  switch (settings.kind) {
    case "source":
      return {};
    case "image":
      return { ...settings.variables, ...imageVariables(settings, record), ...artifacts() };
    case "deploy":
      return deployVariables();
    default:
      return { ...releaseVariables(), ...artifacts() };
  }
}

/** The checksums that the artifacts must have, from the record of the stage that made them. */
function artifacts() {
  const { artifactsFrom: from } = settings;
  if (from === undefined) return {};
  const made = readRecord(join(home(), "records", from, "release.json"), settings, from);
  const sums = made.artifacts.map(({ sha256, path }) => `${sha256}  ${path}\n`).join("");
  writeFileSync(join(state, "checksums"), sums);
  return { ARTIFACTS: join(home(), "artifacts") };
}

/** The variables that describe a release to a command. */
function releaseVariables() {
  const images = Object.values(record.images);
  const [only] = images.length === 1 ? images : [{ repository: "", digest: "" }];
  return {
    VERSION: record.version,
    COMMIT: record.source.commit,
    IMAGES: images.map(({ repository, digest }) => `${repository}@${digest}`).join("\n"),
    IMAGE: only.repository,
    DIGEST: only.digest,
  };
}

function deployVariables() {
  const images = Object.values(record.images);
  const frozen = activeWindow(settings.freeze ?? [], Date.now());
  if (frozen !== "") fail(`No release can be deployed to ${settings.environment} now: it is frozen (${frozen}).`);
  if (images.length === 0) fail("The release cannot be deployed: the release record contains no image.");
  const last = images.at(-1);
  const run = thisRun();
  const place = { service: settings.service, environment: settings.environment, build: requestNumber() };
  const filled = Object.entries(settings.variables).map(([name, value]) => [name, fill(value, place)]);
  return {
    ...Object.fromEntries(filled),
    SERVICE: settings.service,
    ENVIRONMENT: settings.environment,
    OWNER: settings.owner,
    VERSION: record.version,
    COMMIT: record.source.commit,
    SOURCE_BUILD: sourceBuild(record),
    IMAGE_BUILD: `${last.job}#${last.build}`,
    RELEASE_BUILD: `${run.job}#${run.build}`,
    ROLLBACK: rollbackReason(),
    APPROVALS: "",
    ...numbered(
      "IMAGE",
      images.map(({ repository, tags, digest }) => `${repository}:${tags[0]}@${digest}`),
    ),
  };
}
