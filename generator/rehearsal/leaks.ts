import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { BuildResult, CredentialConfig } from "../rehearse/index.ts";
import type { Timeline } from "./timeline.ts";

/** Shorter secrets appear by chance. */
const SHORTEST = 6;
/** Larger files are results of builds. */
const LARGEST = 1024 * 1024;

const MASK = "print it only inside withCredentials, which masks it, or not at all";

/** Sentences about secrets in the logs of builds, and in files that builds left on agents. */
export async function findLeaks(
  credentials: readonly CredentialConfig[],
  builds: readonly BuildResult[],
  timeline: Timeline,
  agents: string,
): Promise<readonly string[]> {
  const secrets = secretsOf(credentials);
  const inLogs = builds.flatMap(({ job, number, log }) =>
    secrets
      .filter(({ secret }) => log.includes(secret))
      .map(
        ({ id, secret }) =>
          `the credential ${id} is readable in the log of ${job} #${number}${printerOf(secret, timeline)}; ${MASK}`,
      ),
  );
  const inFiles: string[] = [];
  for (const path of await filesBelow(agents)) {
    const text = await readFile(path, "latin1").catch(() => "");
    for (const { id, secret } of secrets)
      if (text.includes(secret))
        inFiles.push(`the credential ${id} was left in the file ${relative(agents, path)} of an agent`);
  }
  return [...new Set([...inLogs, ...inFiles])];
}

/** The step that printed a secret, with its line. */
function printerOf(secret: string, { builds }: Timeline): string {
  const step = builds.flatMap(({ steps }) => steps).find(({ output }) => output.includes(secret));
  const [frame] = step?.frames ?? [];
  return step === undefined || frame === undefined ? "" : `, printed by ${step.name} at ${frame.file}:${frame.line}`;
}

function secretsOf(credentials: readonly CredentialConfig[]): readonly { id: string; secret: string }[] {
  const all = credentials.flatMap((it) => valuesOf(it).map((secret) => ({ id: it.id, secret })));
  return all.filter(({ secret }) => secret.length >= SHORTEST);
}

function valuesOf(credential: CredentialConfig): readonly string[] {
  switch (credential.kind) {
    case "usernamePassword":
    case "gitlabToken":
      return [credential.password];
    case "string":
      return [credential.secret];
    case "sshUserPrivateKey":
      return [credential.privateKey.trim(), credential.passphrase ?? ""];
    default:
      return [credential.content.trim()];
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath ?? it.path, it.name));
  const sized = await Promise.all(
    paths.map(async (path) => [path, (await stat(path).catch(() => null))?.size ?? LARGEST + 1] as const),
  );
  return sized.filter(([, size]) => size <= LARGEST).map(([path]) => path);
}
