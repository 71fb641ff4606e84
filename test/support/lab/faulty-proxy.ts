import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: passed on, or its connection cut in the middle of the body. */
export type Fate = "pass" | "cut";

/** A request as far as a fate is decided by it. */
export type Passing = Pick<IncomingMessage, "method" | "url">;

/** A proxy in front of a plain HTTP server. */
export interface FaultyProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Decides the fates from now on. */
  decide(fate: (asked: Passing) => Fate): void;
  stop(): Promise<void>;
}

/** Passes everything on to a server, until it is told otherwise. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let fateOf: (asked: Passing) => Fate = () => "pass";
  const server = createServer((incoming, outgoing) => {
    if (fateOf(incoming) === "cut") incoming.once("readable", () => incoming.socket.destroy());
    else pass(target, incoming, outgoing);
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

/** The host that was asked for stays, so that the server's redirections lead through the proxy again. */
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
