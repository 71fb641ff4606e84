// Writes the record of a stage. A source stage also collects its artifacts; an image stage adds its image.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, home, readStage, thisRun, workspace } from "./context.mjs";
import { copyAll, find, sha256 } from "./files.mjs";
import { imageRecord } from "./image.mjs";
import { writeRecord } from "./record.mjs";

const { settings, record } = readStage();
const app = join(workspace(), "app");
requirePassedTests();
writeRecord(finished(), settings.stage);

function finished() {
  if (settings.kind === "source") return { ...record, artifacts: artifacts() };
  if (settings.kind !== "image") return record;
  const digest = readFileSync(join(home(), "state", "digest"), "utf8").trim();
  const image = imageRecord(settings, record, digest, thisRun());
  return { ...record, images: { ...record.images, [settings.image]: image } };
}

/** The artifacts of all builds, under their paths in the application. */
function artifacts() {
  const paths = [...new Set(settings.builds.flatMap((build) => artifactsOf(build)))];
  copyAll(paths, app, join(home(), "files"));
  return paths.map((path) => ({ path, sha256: sha256(join(home(), "files", path)) }));
}

function artifactsOf({ directory, artifacts: patterns }) {
  if (patterns.length === 0) return [];
  const found = find(join(app, directory), patterns).map((path) => (directory === "." ? path : `${directory}/${path}`));
  if (found.length === 0) fail(`No file matches the artifacts ${patterns.join(", ")}.`);
  const bad = found.find((path) => /\p{Cc}/u.test(path));
  if (bad !== undefined) fail(`The artifact ${JSON.stringify(bad)} has a control character in its name. Rename it.`);
  return found;
}

/** A tool can ignore failed tests. Jenkins then marks the stage as unstable and stops; here the stage fails. */
function requirePassedTests() {
  const folder = join(home(), "reports");
  if (!existsSync(folder)) return;
  const failed = find(folder, ["**/*.xml"]).filter((path) => /<(?:failure|error)[\s/>]/.test(readFileSync(join(folder, path), "utf8")));
  if (failed.length > 0) fail(`Tests failed; see the reports ${failed.slice(0, 5).join(", ")}.`);
}
