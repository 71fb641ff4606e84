import { createServer } from "node:net";

/** Free ports of the loopback address, all different. */
export async function freePorts<const N extends readonly string[]>(...names: N): Promise<Record<N[number], number>> {
  const servers = await Promise.all(names.map(listen));
  const ports = names.map((name, index) => [name, portOf(servers[index])]);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(ports);
}

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: ReturnType<typeof createServer> | undefined): number {
  const address = server?.address();
  if (typeof address !== "object" || address === null) throw new Error("a server without a port");
  return address.port;
}
