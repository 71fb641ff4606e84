import type { Binding } from "../../handoffs/handoff.ts";
import type { RegistryLogin } from "../shared/phases.ts";
import { secretName } from "./names.ts";

/** A variable of a step, and the expression that gives its value: a secret, or a value that GitHub creates for the run. */
export interface Given {
  readonly variable: string;
  readonly expression: string;
  /** The secret that an operator creates; null for a value of the run. */
  readonly secret: { readonly name: string; readonly credential: string; readonly holds: string } | null;
}

/** Steps read their secrets from variables with this prefix, so that no secret replaces a variable of the runner. */
const PREFIX = "STAGEWRIGHT_SECRET_";
/** The value becomes a private file, and the script gets its path. */
const FILE = "STAGEWRIGHT_FILE_";

/** The host whose packages the token of a run may write. */
const PACKAGES = "ghcr.io";

/** Whether the run's own short-lived token replaces the credential of a registry. */
export function hasOwnToken(host: string): boolean {
  return host === PACKAGES;
}

/** The variables of a script, from the credentials of the model. */
export function givenBy(bindings: readonly Binding[]): Given[] {
  return bindings.flatMap((it) => variablesOf(it));
}

function variablesOf(it: Binding): Given[] {
  switch (it.kind) {
    case "usernamePassword":
      return [
        secret(PREFIX, it.user, it.id, "the user name of", "USERNAME"),
        secret(PREFIX, it.password, it.id, "the password of", "PASSWORD"),
      ];
    case "sshUserPrivateKey":
      return [secret(FILE, it.key, it.id, "the private SSH key")];
    case "file":
      return [secret(FILE, it.variable, it.id, "the text of the file")];
    case "string":
      return [secret(PREFIX, it.variable, it.id, "the text of")];
  }
}

/** The login at a registry: with the token of the run if the registry accepts it, otherwise with a credential. */
export function registryLogin({ host, id, user, password }: RegistryLogin): Given[] {
  if (!hasOwnToken(host)) return givenBy([{ kind: "usernamePassword", id, user, password }]);
  return [
    { variable: PREFIX + user, expression: "github.actor", secret: null },
    { variable: PREFIX + password, expression: "github.token", secret: null },
  ];
}

function secret(
  prefix: string,
  variable: string,
  credential: string,
  holds: string,
  part: "USERNAME" | "PASSWORD" | null = null,
): Given {
  const name = secretName(credential, part);
  return {
    variable: prefix + variable,
    expression: `secrets.${name}`,
    secret: { name, credential, holds: `${holds} ${credential}` },
  };
}
