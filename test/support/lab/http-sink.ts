import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that the sink received. */
export interface SinkRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as JSON; undefined if it is not JSON. */
  readonly json: unknown;
}

/** The response of the sink; by default 200 with an empty object. */
export interface SinkAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server that records requests. */
export interface HttpSink {
  readonly url: string;
  readonly requests: readonly SinkRequest[];
  /** Sets the responses from now on. */
  answer(script: (request: SinkRequest) => SinkAnswer | Promise<SinkAnswer>): void;
  /** Forgets the requests so far. */
  clear(): void;
  stop(): Promise<void>;
}

/** Starts a recording server on a free loopback port. */
export async function startHttpSink(): Promise<HttpSink> {
  const requests: SinkRequest[] = [];
  let script: (request: SinkRequest) => SinkAnswer | Promise<SinkAnswer> = () => ({});
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const { method = "GET", url: path = "/", headers } = incoming;
    const request: SinkRequest = { method, path, headers, body, json: parse(body) };
    requests.push(request);
    const answer = await script(request);
    outgoing.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    outgoing.end(answer.body ?? "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => {
      script = next;
    },
    clear: () => {
      requests.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
