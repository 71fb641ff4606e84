// Prepares the scripts that use a pushed image. Their pod runs no code of the application, so it gets the key that signs.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chain, fail, given, home, input, thisRun } from "./context.mjs";
import { checked } from "./fields.mjs";
import { madeImage } from "./made.mjs";
import { provenanceVariables } from "./provenance.mjs";
import { readRecord } from "./record.mjs";
import { logins } from "./registry.mjs";
import { place, writeVariables } from "./variables.mjs";

const settings = input();
const record = readRecord();
const state = join(home(), "state");
for (const folder of [state, join(state, "home"), join(state, "config")]) mkdirSync(folder, { recursive: true, mode: 0o700 });
writeFileSync(join(state, "digest"), digestOf());
// cosign and the other tools use docker's name for Docker Hub.
const login = logins().replaceAll('"docker.io"', '"https://index.docker.io/v1/"');
writeFileSync(join(state, "config", "config.json"), login, { mode: 0o600 });
if (process.env.CA_BUNDLE !== undefined) copyFileSync(process.env.CA_BUNDLE, join(state, "ca.pem"));
const common = { ...place(), ...settings.variables, STATE: state, SITE_PATH: "" };
for (const [id, phase] of Object.entries(settings.phases)) {
  const facts = id === "provenance" ? provenanceVariables(settings, record, thisRun()) : {};
  writeVariables(id, home(), { ...common, ...phase.variables, ...facts });
}

/** The digest of the image that the work of this stage pushed. */
function digestOf() {
  try {
    return madeImage(chain(), checked(JSON.parse(given("MADE"))), thisRun()).digest;
  } catch (error) {
    return fail(`The release record of ${settings.stage} is not valid: ${error.message}.`);
  }
}
