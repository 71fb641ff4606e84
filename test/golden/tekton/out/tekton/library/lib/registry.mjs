// The login of a step at a registry.
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { given } from "./context.mjs";

/** A private file with the login. It is in the container of this step, so no other step can read it. */
export function loginFile() {
  const path = join(tmpdir(), "login.json");
  writeFileSync(path, logins(), { mode: 0o600 });
  return path;
}

/** The login in the format of docker's configuration. */
export function logins() {
  const { REGISTRY_USER: user, REGISTRY_PASSWORD: password } = process.env;
  const auth = Buffer.from(`${user}:${password}`).toString("base64");
  return JSON.stringify({ auths: user === undefined ? {} : { [given("REGISTRY")]: { auth } } });
}

/** The option for a registry with plain HTTP. */
export function plain(side) {
  return given("REGISTRY_INSECURE") === "true" ? [`--${side}-tls-verify=false`] : [];
}
