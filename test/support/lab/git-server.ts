import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { GitRepository } from "./git-repository.ts";
import { git, gitEnvironment } from "./git-run.ts";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** A user of the git server: the repositories to read and to write, by name; `*` is all. Write permission includes read permission. */
export interface GitUser {
  readonly user: string;
  readonly password: string;
  readonly read?: readonly string[];
  readonly write?: readonly string[];
}

/** A request to the server. */
export interface GitRequest {
  readonly user: string | null;
  readonly repository: string;
  readonly action: "read" | "write";
  readonly status: number;
}

/** A running git server. */
export interface GitServer {
  readonly url: string;
  readonly requests: readonly GitRequest[];
  /** Creates a repository, with a first commit of a directory if set. */
  create(name: string, source?: string): Promise<GitRepository>;
  /** Adds a user, or replaces the user with the same name. */
  allow(user: GitUser): void;
  stop(): Promise<void>;
}

/** Starts a git server over HTTP with passwords, on a free loopback port. */
export async function startGitServer(users: readonly GitUser[] = []): Promise<GitServer> {
  const root = await makeTemporary("git");
  const known = new Map(users.map((user) => [user.user, user]));
  const requests: GitRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const asked = parseRequest(incoming);
    const user = authenticate(incoming, known);
    const status = asked === null ? 404 : user === null ? 401 : mayUse(user, asked) ? 200 : 403;
    if (asked) requests.push({ ...asked, user: user?.user ?? null, status });
    if (status === 200) serve(root, user?.user ?? "", incoming, outgoing);
    else refuse(status, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    create: (name, source) => createRepository(root, url, name, source),
    allow: (user) => known.set(user.user, user),
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await removeTemporary(root);
    },
  };
}

async function createRepository(root: string, url: string, name: string, source?: string): Promise<GitRepository> {
  const directory = join(root, `${name}.git`);
  await mkdir(directory, { recursive: true });
  await git(directory, "init", "--quiet", "--bare", "--initial-branch=main", ".");
  const repository = new GitRepository(name, `${url}/${name}.git`, directory);
  if (source !== undefined) await repository.commitDirectory(source, "First version");
  return repository;
}

type Asked = Pick<GitRequest, "repository" | "action">;

function parseRequest(incoming: IncomingMessage): Asked | null {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const found = /^\/(.+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (!found?.[1] || found[1].includes("..")) return null;
  const service = found[2] === "info/refs" ? url.searchParams.get("service") : found[2];
  return { repository: found[1], action: service === "git-receive-pack" ? "write" : "read" };
}

function authenticate(incoming: IncomingMessage, users: ReadonlyMap<string, GitUser>): GitUser | null {
  const basic = /^Basic (.+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  if (basic === undefined) return null;
  const [name = "", ...password] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const user = users.get(name);
  return user?.password === password.join(":") ? user : null;
}

function mayUse(user: GitUser, { repository, action }: Asked): boolean {
  const covers = (names: readonly string[] = []) => names.includes("*") || names.includes(repository);
  return covers(user.write) || (action === "read" && covers(user.read));
}

function refuse(status: number, outgoing: ServerResponse): void {
  outgoing.writeHead(status, status === 401 ? { "www-authenticate": 'Basic realm="laboratory"' } : {}).end();
}

/** Handles a request with the CGI program `git http-backend`. */
function serve(root: string, user: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const header = (name: string) => String(incoming.headers[name] ?? "");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      ...gitEnvironment,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: incoming.method,
      CONTENT_TYPE: header("content-type"),
      CONTENT_LENGTH: header("content-length"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      HTTP_GIT_PROTOCOL: header("git-protocol"),
      REMOTE_USER: user,
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

function answer(output: NodeJS.ReadableStream, outgoing: ServerResponse): void {
  let start: Buffer | null = Buffer.alloc(0);
  output.on("data", (chunk: Buffer) => {
    if (start === null) return void outgoing.write(chunk);
    start = Buffer.concat([start, chunk]);
    const end = start.indexOf("\r\n\r\n");
    if (end < 0) return;
    const headers = start
      .subarray(0, end)
      .toString("utf8")
      .split("\r\n")
      .map((line) => line.split(/:\s*/, 2) as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
    outgoing.writeHead(Number.parseInt(status, 10), headers.filter(([name]) => name !== "Status").flat());
    outgoing.write(start.subarray(end + 4));
    start = null;
  });
  output.on("end", () => {
    if (start !== null) outgoing.writeHead(500);
    outgoing.end();
  });
}
