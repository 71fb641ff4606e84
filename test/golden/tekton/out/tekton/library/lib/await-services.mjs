// Waits until the service containers of a stage accept connections. They run next to the steps, in the network of the pod.
import { connect } from "node:net";
import { fail, input } from "./context.mjs";

const begin = Date.now();
for (const { name, port, startTimeout } of input().services) {
  while (!(await accepts(port))) {
    if (Date.now() - begin > startTimeout * 1000)
      fail(`The service container ${name} accepted no connections on port ${port} within ${startTimeout} s; see the log of the container sidecar-${name}.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  process.stdout.write(`The service container ${name} accepts connections on port ${port}.\n`);
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1000 });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
