import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { RegistryClient } from "./registry-client.ts";
import { type ServerProcess, startServer } from "./server-process.ts";
import { makeTemporary } from "./temporary.ts";

/** A user of the registry. */
export interface RegistryUser {
  readonly user: string;
  readonly password: string;
}

/** Options of a registry; by default plain HTTP without passwords. */
export interface RegistryOptions {
  readonly users?: readonly RegistryUser[];
  readonly tls?: boolean;
}

/** A running registry. */
export class Registry extends RegistryClient {
  readonly #server: ServerProcess;
  readonly #directory: string;

  constructor(
    server: ServerProcess,
    readonly users: readonly RegistryUser[],
    /** The certificate authority of its certificate; null for plain HTTP. */
    readonly certificates: Certificates | null,
    directory: string,
  ) {
    super({ host: server.found, login: users[0] ?? null, ca: certificates?.ca ?? null });
    this.#server = server;
    this.#directory = directory;
  }

  /** The server's folder for pushed images. */
  get storage(): string {
    return join(this.#directory, "storage");
  }

  /** Accepts only these users from now on; the first one must stay the same. */
  async allow(users: readonly RegistryUser[]): Promise<void> {
    await writePasswords(passwordFile(this.#directory), users);
  }

  /** Removes a repository with all its tags. */
  async forget(repository: string): Promise<void> {
    await rm(join(this.storage, "docker/registry/v2/repositories", repository), { recursive: true });
  }

  /** The server's output, including its access log. */
  log(): Promise<string> {
    return this.#server.log();
  }

  /** Ends the server and removes its store. */
  stop(): Promise<void> {
    return this.#server.stop();
  }
}

/** Starts Debian's docker-registry on a free loopback port. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const directory = await makeTemporary("registry");
  const users = options.users ?? [];
  const certificates = options.tls ? await makeCertificates(directory) : null;
  const configFile = join(directory, "config.yml");
  await writeFile(configFile, stringify(await configuration(directory, users, certificates)));
  const server = await startServer({
    name: "docker-registry",
    command: ["docker-registry", "serve", configFile],
    directory,
    ready: (log) => /listening on (127\.0\.0\.1:\d+)/.exec(log)?.[1] ?? null,
  });
  return new Registry(server, users, certificates, directory);
}

async function configuration(directory: string, users: readonly RegistryUser[], certificates: Certificates | null) {
  const tls = certificates && { certificate: certificates.certificateFile, key: certificates.keyFile };
  const auth = { htpasswd: { realm: "laboratory", path: passwordFile(directory) } };
  if (users.length > 0) await writePasswords(auth.htpasswd.path, users);
  return {
    version: 0.1,
    log: { level: "info" },
    storage: {
      filesystem: { rootdirectory: join(directory, "storage") },
      delete: { enabled: true },
    },
    http: { addr: "127.0.0.1:0", secret: "of the laboratory", ...(tls ? { tls } : {}) },
    ...(users.length > 0 ? { auth } : {}),
  };
}

function passwordFile(directory: string): string {
  return join(directory, "htpasswd");
}

/** The registry needs bcrypt, which Node and openssl do not support; htpasswd does, and reads the password from a pipe. */
async function writePasswords(file: string, users: readonly RegistryUser[]): Promise<void> {
  const lines = users.map(async ({ user, password }) => {
    const { stdout } = await execa("htpasswd", ["-niBC", "5", user], { input: `${password}\n` });
    return `${stdout.trim()}\n`;
  });
  await writeFile(file, (await Promise.all(lines)).join(""), { mode: 0o600 });
}
