import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An error of a registry that the proxy sends instead of the server's answer. */
export interface RegistryError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** How the proxy handles a request: passes it on, cuts the connection in the middle of the body, or answers with an error. */
export type Fate = "pass" | "cut" | RegistryError;

/** The parts of a request that decide how the proxy handles it. */
export type Passing = Pick<IncomingMessage, "method" | "url">;

/** A proxy in front of a plain HTTP server. */
export interface FaultyProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Sets how requests are handled from now on. */
  decide(fate: (asked: Passing) => Fate): void;
  stop(): Promise<void>;
}

/** Starts a proxy that passes all requests to a server until `decide` changes this. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let fateOf: (asked: Passing) => Fate = () => "pass";
  const server = createServer((incoming, outgoing) => {
    const fate = fateOf(incoming);
    if (fate === "cut") incoming.once("readable", () => incoming.socket.destroy());
    else if (fate === "pass") pass(target, incoming, outgoing);
    else answer(fate, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    decide: (fate) => {
      fateOf = fate;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ status, ...error }: RegistryError, incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  outgoing.writeHead(status, { "content-type": "application/json", "docker-distribution-api-version": "registry/2.0" });
  outgoing.end(JSON.stringify({ errors: [error] }));
}

/** Keeps the requested host, so that redirections of the server use the proxy again. */
function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const [hostname, port] = target.split(":");
  const { method, url, headers } = incoming;
  const passed = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on("error", () => outgoing.destroy());
  outgoing.on("close", () => passed.destroy());
  incoming.pipe(passed);
}
