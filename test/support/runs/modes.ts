import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ControllerConfig } from "../../../generator/rehearse/index.ts";

/** A way to run a pipeline. All ways must give the same result. */
export interface Mode {
  readonly name: string;
  readonly restarts: boolean;
  configure(config: ControllerConfig, folders: readonly string[]): ControllerConfig;
}

/** The lists of script-security, if they are next to the checkout; the runner has a shorter list. */
const lists =
  process.env.STAGEWRIGHT_WHITELISTS ?? fileURLToPath(new URL("../../../../shared/data/sandbox", import.meta.url));
export const whitelists = existsSync(lists) ? { whitelists: lists } : {};

/** Like at a site with a trusted global library. */
export const plain: Mode = { name: "plain", restarts: false, configure: trusted };

/** The other ways, which are compared with the plain run. */
export const modes: readonly Mode[] = [
  {
    name: "restarted at every step, in fresh class loaders",
    restarts: true,
    configure: (config) => ({ ...trusted(config), restart: "every-step" }),
  },
  { name: "as a sandboxed folder library, by the runner's own list", restarts: false, configure: sandboxed },
  {
    name: `as a sandboxed folder library, restarted, by ${existsSync(lists) ? "script-security's" : "the runner's own"} lists`,
    restarts: true,
    configure: (config, folders) => ({ ...sandboxed(config, folders), restart: "every-step", ...whitelists }),
  },
];

/** The library is global, so neither it nor the Jenkinsfiles run in the sandbox. */
function trusted(config: ControllerConfig): ControllerConfig {
  const libraries = (config.libraries ?? []).map((library) => ({ ...library, trusted: true }));
  return { ...config, sandbox: false, libraries };
}

/** Each folder has its own library, and no library is trusted. */
function sandboxed(config: ControllerConfig, folders: readonly string[]): ControllerConfig {
  const libraries = (config.libraries ?? []).flatMap((library) =>
    folders.map((folder) => ({ ...library, trusted: false, folder })),
  );
  return { ...config, sandbox: true, libraries };
}
