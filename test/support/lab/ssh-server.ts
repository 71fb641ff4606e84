import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { freePorts } from "../../delivery/lab/ports.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** A real sshd on loopback that accepts one key. */
export interface SshServer {
  /** The URL before a path: `ssh://root@127.0.0.1:2222`. */
  readonly url: string;
  /** Its host key, as a line of known_hosts. */
  readonly knownHost: string;
  stop(): Promise<void>;
}

/** A new key pair. */
export async function makeSshKey(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const directory = await makeTemporary("key");
  const file = join(directory, "key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
  const [privateKey, publicKey] = await Promise.all([file, `${file}.pub`].map((it) => readFile(it, "utf8")));
  await removeTemporary(directory);
  return { privateKey: privateKey ?? "", publicKey: (publicKey ?? "").trim() };
}

/** Starts an sshd that accepts one public key. */
export async function startSshServer(publicKey: string): Promise<SshServer> {
  const directory = await makeTemporary("sshd");
  const host = await makeSshKey();
  const { port } = await freePorts("port");
  const files = {
    key: join(directory, "host"),
    keys: join(directory, "authorized_keys"),
    config: join(directory, "config"),
  };
  await writeFile(files.key, host.privateKey, { mode: 0o600 });
  await writeFile(files.keys, `${publicKey}\n`, { mode: 0o600 });
  const lines = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${files.key}`, `AuthorizedKeysFile ${files.keys}`],
    ...["AuthenticationMethods publickey", "PermitRootLogin prohibit-password", "StrictModes no", "UsePAM no"],
    ...["PidFile none", ""],
  ];
  await writeFile(files.config, lines.join("\n"));
  // sshd needs this folder; usually its service creates it.
  await mkdir("/run/sshd", { recursive: true });
  const server: ServerProcess = await startServer({
    ...{ name: "sshd", directory, command: ["/usr/sbin/sshd", "-D", "-e", "-f", files.config] },
    ready: (log) => (log.includes("Server listening") ? "listening" : null),
  });
  return {
    url: `ssh://root@127.0.0.1:${port}`,
    knownHost: `[127.0.0.1]:${port} ${host.publicKey}`,
    stop: () => server.stop(),
  };
}
