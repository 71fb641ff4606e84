import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { Failure } from "../diagnostics/failure.ts";
import type { CredentialConfig } from "../rehearse/index.ts";
import { sourceTools } from "../source-tools/index.ts";
import { credentialRows } from "../targets/jenkins/credentials.ts";
import type { JenkinsModel } from "../targets/jenkins/jenkins-model.ts";

/** A credential of a credentials file. Values that end in `File` are paths relative to it. */
interface Given {
  readonly username?: string;
  readonly password?: string;
  readonly secret?: string;
  readonly file?: string;
  /** The content of a secret file. */
  readonly text?: string;
  readonly privateKeyFile?: string;
  readonly passphrase?: string;
}

/** The credentials of a rehearsal, and which of them have a made-up value. */
export interface Credentials {
  readonly all: readonly CredentialConfig[];
  readonly madeUp: readonly string[];
}

/** The kinds of credentials, as the generated page of credentials names them. */
export type CredentialKind = "secret text" | "username and password" | "secret file" | "SSH user name and private key";

/**
 * All credentials that the generated pipelines use, in their folders, and those of the file and of the request. A value comes
 * from the credentials file, from the variable STAGEWRIGHT_CREDENTIAL_<ID>, or is made up; the servers that a rehearsal starts
 * accept all of them.
 */
export function readCredentials(
  model: JenkinsModel,
  file: string | null,
  more: Readonly<Record<string, CredentialKind>>,
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  const given = file === null ? {} : readFile(file);
  const madeUp = new Set<string>();
  const made = new Map<string, Given>();
  const rows: Row[] = [
    ...credentialRows(model),
    ...Object.entries(more).map(([id, kind]) => ({ id, kind, folder: "/" })),
  ];
  const all = [...rows, ...furtherRows(given, rows)].map(({ id, kind, folder }) => {
    const found = given[`${folder === "/" ? "" : folder}/${id}`] ?? given[id] ?? fromVariable(id, kind, environment);
    if (found === null) madeUp.add(id);
    const value = found ?? made.get(`${id} ${kind}`) ?? makeUp(id, model);
    if (found === null) made.set(`${id} ${kind}`, value);
    return toConfig(id, folder, kind, value, file);
  });
  return { all, madeUp: [...madeUp] };
}

/** The credentials of a file, without those of generated pipelines. */
export function readCredentialsFile(file: string): readonly CredentialConfig[] {
  const given = readFile(file);
  return furtherRows(given, []).map(({ id, kind, folder }) => {
    const value = given[`${folder === "/" ? "" : folder}/${id}`] ?? given[id] ?? {};
    return toConfig(id, folder, kind, value, file);
  });
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly folder: string;
}

/** The entries of the credentials file that no generated file uses: own steps may use them. */
function furtherRows(given: Readonly<Record<string, Given>>, known: readonly Row[]): readonly Row[] {
  const further = Object.entries(given).map(([key, value]) => ({
    id: key.slice(key.lastIndexOf("/") + 1),
    kind: kindOf(value),
    folder: key.slice(0, Math.max(key.lastIndexOf("/"), 0)) || "/",
  }));
  return further.filter(({ id }) => !known.some((row) => row.id === id));
}

function kindOf({ username, file, text, privateKeyFile }: Given): CredentialKind {
  if (privateKeyFile !== undefined) return "SSH user name and private key";
  if (username !== undefined) return "username and password";
  return file !== undefined || text !== undefined ? "secret file" : "secret text";
}

function readFile(file: string): Readonly<Record<string, Given>> {
  try {
    return (parse(readFileSync(file, "utf8")) ?? {}) as Record<string, Given>;
  } catch (error) {
    // The message of the parser may quote a line of the file, which contains secrets.
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "is not valid YAML";
    throw new Failure(
      `the credentials file ${file} ${reason}`,
      1,
      "write one entry for each id: ID: { username: …, password: … }",
    );
  }
}

/** The name of the variable of a credential: `harbor-push` → STAGEWRIGHT_CREDENTIAL_HARBOR_PUSH. */
export function variableOf(id: string): string {
  return `STAGEWRIGHT_CREDENTIAL_${id.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

function fromVariable(
  id: string,
  kind: string,
  environment: Readonly<Record<string, string | undefined>>,
): Given | null {
  const value = environment[variableOf(id)];
  if (value === undefined) return null;
  if (kind !== "username and password") return { secret: value };
  const colon = value.indexOf(":");
  if (colon < 0) throw new Failure(`${variableOf(id)} has no colon`, 1, "write it as USER:PASSWORD");
  return { username: value.slice(0, colon), password: value.slice(colon + 1) };
}

function makeUp(id: string, { site }: JenkinsModel): Given {
  const secret = randomBytes(12).toString("hex");
  const tool = sourceTools.find(({ name, configuration }) => {
    return configuration !== null && site.tools.source[name]?.[configuration.setting] === id;
  });
  const text = tool?.configuration?.sample?.(secret) ?? `# ${secret}`;
  return { username: id, password: secret, secret, text };
}

function toConfig(id: string, folder: string, kind: string, given: Given, file: string | null): CredentialConfig {
  const read = (path: string) => readFileSync(resolve(dirname(file ?? "."), path), "utf8");
  const secret = given.secret ?? given.password ?? "";
  switch (kind) {
    case "username and password":
      return {
        id,
        folder,
        kind: "usernamePassword",
        username: given.username ?? id,
        password: given.password ?? secret,
      };
    case "secret file":
      return {
        id,
        folder,
        kind: "file",
        fileName: id,
        content: given.file === undefined ? (given.text ?? secret) : read(given.file),
      };
    case "secret text":
      return { id, folder, kind: "string", secret };
    case "GitLab personal access token":
      // GitLab accepts any user with a token.
      return { id, folder, kind: "gitlabToken", username: "oauth2", password: secret };
    default: {
      const key = given.privateKeyFile === undefined ? secret : read(given.privateKeyFile);
      return { id, folder, kind: "sshUserPrivateKey", username: given.username ?? "git", privateKey: key };
    }
  }
}
