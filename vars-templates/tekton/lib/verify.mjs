// Compares the provenances that the site's key signed with the release. It runs before the scripts that deploy.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chain, fail, home, readStage } from "./context.mjs";
import { nameOf, objection } from "./provenance.mjs";

const { settings, record } = readStage();
const places = chain().images;
for (const [index, [name, image]] of Object.entries(record.images).entries()) {
  const place = places.find((it) => it.image === name);
  if (place === undefined) fail(`The release has the image ${name}, which no stage before ${settings.stage} builds.`);
  const reason = objection(settings.git, record, image, `/${place.namespace}/${place.pipeline}`, statements(index));
  if (reason !== "")
    fail(
      `The release cannot be deployed: environments.${settings.environment} requires provenance, but no provenance of ` +
        `${nameOf(image)} fits: ${reason}.`,
    );
}

/** The provenances of an image, one on each line. */
function statements(index) {
  const lines = readFileSync(join(home(), "verify", `provenance-${index}`), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
