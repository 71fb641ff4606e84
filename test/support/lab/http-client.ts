import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** A complete response. */
export interface HttpResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Options of a request; by default a GET without a body. */
export interface HttpOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The trusted certificate authority, as PEM. */
  readonly ca?: string;
}

/** Sends a request without a proxy and on a new connection, so that no open socket prevents a server from stopping. */
export function request(url: string, options: HttpOptions = {}): Promise<HttpResponse> {
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  const { ca, body, method = "GET", headers = {} } = options;
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers: { ...headers }, agent: false, ...(ca ? { ca } : {}) }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({ url, status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
