// Compares a record with the run before it is attested. The job with this step runs no code of the application, so an
// attestation is a statement of GitHub and of the stage's owner.
import { join } from "node:path";
import { fail, home, input, thisRun } from "./context.mjs";
import { readRecord } from "./record.mjs";

const settings = input();
const record = readRecord(join(home(), "record", "release.json"), settings, settings.stage);
if (settings.kind === "source" && Object.keys(record.images).length > 0)
  fail("The release record of a source stage contains an image.");
const { job, build } = thisRun();
for (const [name, image] of Object.entries(record.images))
  if (image.job !== job || image.build !== build) fail(`The image ${name} is of ${image.job} #${image.build}, not of this run.`);
