// The service containers of a stage, such as a database for tests.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, home } from "./context.mjs";

/** The host and port of each container, as NAME_HOST and NAME_PORT. A command in a tool image shares their network. */
export function serviceVariables({ services = [] }, toolImage) {
  if (services.length === 0) return {};
  // The first line is a container, and the others are the ports on the runner. An earlier build could change the file.
  const [network, ...ports] = readFileSync(join(home(), "state", "started"), "utf8").trim().split("\n");
  if (!/^[0-9a-f]+$/.test(network) || !ports.every((port) => /^[0-9]+$/.test(port)))
    fail("A build changed the list of service containers.");
  const variables = services.flatMap(({ name, port }, index) => {
    const prefix = name.toUpperCase().replaceAll("-", "_");
    return [
      [`${prefix}_HOST`, "127.0.0.1"],
      [`${prefix}_PORT`, toolImage === "" ? ports[index] : String(port)],
    ];
  });
  return { ...Object.fromEntries(variables), ...(toolImage === "" ? {} : { TOOL_NETWORK: `container:${network}` }) };
}
