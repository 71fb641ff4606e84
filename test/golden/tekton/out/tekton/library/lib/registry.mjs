// The login of a step at the registry of the artifacts.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { given } from "./context.mjs";

/** A private file with the login. It is in the container of this step, so no other step can read it. */
export function loginFile() {
  const { REGISTRY_USER: user, REGISTRY_PASSWORD: password } = process.env;
  const auth = Buffer.from(`${user}:${password}`).toString("base64");
  const path = join(tmpdir(), "login.json");
  writeFileSync(path, JSON.stringify({ auths: user === undefined ? {} : { [given("REGISTRY")]: { auth } } }), { mode: 0o600 });
  return path;
}

/** The option for a registry with plain HTTP. */
export function plain(side) {
  return given("REGISTRY_INSECURE") === "true" ? [`--${side}-tls-verify=false`] : [];
}
