import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The user and the password, or the SSH key, that a repository accepts; null for an open repository. */
export type Login = { readonly user: string; readonly password: string } | { readonly key: string } | null;

/** A git server on the loopback interface. */
export interface GitServer {
  readonly url: string;
  /** The logins of each repository, by its path below the root without `.git`. */
  readonly logins: Map<string, readonly Login[]>;
  stop(): Promise<void>;
}

/** Serves the bare repositories below a folder, on a free port. Each repository accepts only its own logins. */
export async function startGitServer(root: string): Promise<GitServer> {
  const logins = new Map<string, readonly Login[]>();
  const server = createServer((incoming, outgoing) => {
    const repository = repositoryOf(incoming);
    if (repository === null) refuse(404, outgoing);
    else if (isAllowed(incoming, logins.get(repository) ?? [])) serve(root, incoming, outgoing);
    else refuse(401, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logins,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function repositoryOf({ url }: IncomingMessage): string | null {
  const { pathname } = new URL(url ?? "/", "http://localhost");
  const found = /^\/(.+)\.git\/(?:info\/refs|git-upload-pack|git-receive-pack)$/.exec(
    decodeURIComponent(pathname),
  )?.[1];
  return found === undefined || found.includes("..") ? null : found;
}

function isAllowed({ headers }: IncomingMessage, logins: readonly Login[]): boolean {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1];
  const given = basic === undefined ? null : Buffer.from(basic, "base64").toString("utf8");
  return logins.some((it) => it === null || ("user" in it && given === `${it.user}:${it.password}`));
}

function refuse(status: 401 | 404 | 500, outgoing: ServerResponse): void {
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(status, status === 401 ? { "www-authenticate": 'Basic realm="rehearsal"' } : {}).end();
}

/** Answers with the CGI program `git http-backend`. */
function serve(root: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const header = (name: string) => String(incoming.headers[name] ?? "");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "safe.directory",
      GIT_CONFIG_VALUE_0: "*",
      GIT_CONFIG_KEY_1: "http.receivepack",
      GIT_CONFIG_VALUE_1: "true",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: incoming.method,
      CONTENT_TYPE: header("content-type"),
      CONTENT_LENGTH: header("content-length"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      HTTP_GIT_PROTOCOL: header("git-protocol"),
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  backend.once("error", () => refuse(500, outgoing));
  backend.stdin.on("error", () => {});
  outgoing.on("close", () => backend.stdout.resume());
  incoming.pipe(backend.stdin);
  answer(backend.stdout, outgoing);
}

/** Copies a CGI answer: its header lines, then its body. */
function answer(output: NodeJS.ReadableStream, outgoing: ServerResponse): void {
  let start: Buffer | null = Buffer.alloc(0);
  output.on("data", (chunk: Buffer) => {
    if (start === null) {
      outgoing.write(chunk);
      return;
    }
    start = Buffer.concat([start, chunk]);
    const end = start.indexOf("\r\n\r\n");
    if (end < 0) return;
    const lines = start.subarray(0, end).toString("utf8").split("\r\n");
    const headers = lines.map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
    outgoing.writeHead(Number.parseInt(status, 10), headers.filter(([name]) => name !== "Status").flat());
    outgoing.write(start.subarray(end + 4));
    start = null;
  });
  output.on("end", () => {
    if (start === null) outgoing.end();
    else refuse(500, outgoing);
  });
}
