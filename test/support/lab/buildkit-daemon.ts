import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageToolsFolder } from "../image-tools/tools.ts";
import { makeCertificates } from "./certificates.ts";
import { startServer } from "./server-process.ts";
import { makeTemporary } from "./temporary.ts";

/** A BuildKit daemon that only clients with a certificate of its authority can use. */
export interface BuildkitDaemon {
  /** `tcp://127.0.0.1:PORT`. */
  readonly host: string;
  /** A client's certificate, its key and the authority, in PEM. */
  readonly client: string;
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a daemon as root; it uses plain HTTP for the registries at these hosts. */
export async function startBuildkitDaemon(plain: readonly string[]): Promise<BuildkitDaemon> {
  const tools = await imageToolsFolder();
  const directory = await makeTemporary("buildkit");
  const { caFile, ca, keyFile, certificateFile } = await makeCertificates(directory);
  const config = join(directory, "buildkitd.toml");
  await writeFile(config, plain.map((host) => `[registry."${host}"]\nhttp = true\n`).join(""));
  const server = await startServer({
    name: "buildkitd",
    directory,
    command: [
      ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
      ...[join(tools, "buildkitd"), "--config", config, "--root", join(directory, "root")],
      ...["--addr", "tcp://127.0.0.1:0", "--otel-socket-path", join(directory, "otel"), "--containerd-worker=false"],
      ...["--tlscacert", caFile, "--tlscert", certificateFile, "--tlskey", keyFile],
    ],
    ready: (log) => /running server on (127\.0\.0\.1:\d+)/.exec(log)?.[1] ?? null,
  });
  // The certificate of the server is good for a client, too.
  const client = [await readFile(certificateFile, "utf8"), await readFile(keyFile, "utf8"), ca].join("");
  return { host: `tcp://${server.found}`, client, log: server.log, stop: server.stop };
}
