import type { Binding } from "../../handoffs/handoff.ts";
import type { Phase, RegistryLogin } from "../shared/phases.ts";
import { secretName } from "./names.ts";

/** A variable of a container. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
    };

/** A Kubernetes secret that an operator creates, with its keys. */
export interface NeededSecret {
  readonly name: string;
  readonly credential: string;
  readonly keys: readonly string[];
}

/** Where a container sees the secrets that are files. */
const FILES = "/stagewright/secrets";

/** What a step gets of secrets: variables, and files of volumes. Other steps of its pod get neither. */
export interface StepSecrets {
  readonly env: readonly Variable[];
  readonly mounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: true }[];
  readonly volumes: readonly { readonly name: string; readonly secret: { readonly secretName: string } }[];
}

/** The login at a registry, as a credential. */
function loginBinding({ id, user, password }: RegistryLogin): Binding {
  return { kind: "usernamePassword", id, user, password };
}

/** The credentials of a phase. */
export function bindingsOf({ logins, credentials }: Pick<Phase, "logins" | "credentials">): Binding[] {
  return distinct([...logins.map(loginBinding), ...credentials]);
}

/** The variables and files with credentials. */
export function stepSecrets(bindings: readonly Binding[]): StepSecrets {
  const files = [...new Set(bindings.flatMap((it) => (isFile(it) ? [secretName(it.id)] : [])))];
  return {
    env: bindings.flatMap(variablesOf),
    mounts: files.map((name) => ({ name: `secret-${name}`, mountPath: `${FILES}/${name}`, readOnly: true })),
    volumes: files.map((name) => ({ name: `secret-${name}`, secret: { secretName: name } })),
  };
}

/** The secrets that credentials are. */
export function neededSecrets(bindings: readonly Binding[]): NeededSecret[] {
  return bindings.map((it) => ({ name: secretName(it.id), credential: it.id, keys: keysOf(it) }));
}

/** Whether a container gets a secret as the files of a volume. */
export function needsVolume({ keys }: NeededSecret): boolean {
  return keys.includes("file") || keys.includes("ssh-privatekey");
}

function isFile({ kind }: Binding): boolean {
  return kind === "file" || kind === "sshUserPrivateKey";
}

function keysOf({ kind }: Binding): readonly string[] {
  if (kind === "usernamePassword") return ["username", "password"];
  return [{ sshUserPrivateKey: "ssh-privatekey", file: "file", string: "text" }[kind]];
}

function variablesOf(it: Binding): Variable[] {
  const name = secretName(it.id);
  switch (it.kind) {
    case "usernamePassword":
      return [fromSecret(it.user, name, "username"), fromSecret(it.password, name, "password")];
    case "sshUserPrivateKey":
      return [{ name: it.key, value: `${FILES}/${name}/ssh-privatekey` }];
    case "file":
      return [{ name: it.variable, value: `${FILES}/${name}/file` }];
    case "string":
      return [fromSecret(it.variable, name, "text")];
  }
}

function fromSecret(variable: string, name: string, key: string): Variable {
  return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}

/** A registry can be both that of the image and that of the base image. */
function distinct(bindings: readonly Binding[]): Binding[] {
  return [...new Map(bindings.map((it) => [JSON.stringify(it), it])).values()];
}
