import { isSsh } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import type { Taken } from "./existing/index.ts";
import { hostOf } from "./git-facts.ts";

/** The id of a credential to create. */
const SSH_KEY = "git-ssh-key";

/** SSH has no access without a key. The runners of other products get theirs from the git host. */
export function sshCredentials(git: string, target: Model["target"]): string | null {
  return target === "jenkins" && isSsh(git) ? SSH_KEY : null;
}

/** The credential of another service that is read from the same git host with SSH; null for none. */
export function credentialsOfProject({ services }: Model, git: string): string | null {
  const isSame = (other: string) => isSsh(git) && isSsh(other) && hostOf(other) === hostOf(git);
  return services.find((it) => it.credentials !== null && isSame(it.git))?.credentials ?? null;
}

/** The values of the old pipeline, with a credential if it has none. */
export function withCredentials(taken: Taken, credentials: string | null): Taken {
  return credentials === null || taken.credentials !== undefined ? taken : { ...taken, credentials };
}
