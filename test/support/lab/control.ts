import { createServer, request as httpRequest } from "node:http";

/** Starts the requested service, and returns its address. */
export type Services = Readonly<Record<string, () => Promise<string>>>;

/** Provides the run's shared servers to the test processes on a unix socket; returns a function to stop it. */
export async function startControl(socket: string, services: Services): Promise<() => Promise<void>> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const service = services[(incoming.url ?? "/").slice(1)];
      if (service === undefined) throw new Error(`no such service: ${incoming.url}`);
      outgoing.end(await service());
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

/** Requests a service from the main process of the test run. */
export function request(socketPath: string, service: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ socketPath, path: `/${service}`, agent: false }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("error", reject);
      incoming.on("end", () => (incoming.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
