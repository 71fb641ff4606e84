import { existsSync } from "node:fs";
import { join } from "node:path";

/** Programs such as `cargo` of rustup look for their versions in the home folder, by default in these folders. */
const FOLDERS: Readonly<Record<string, string>> = {
  RUSTUP_HOME: ".rustup",
  PYENV_ROOT: ".pyenv",
  VOLTA_HOME: ".volta",
};

/** Variables with which these programs find the versions of the user: agents have home folders of their own. */
export function toolchainVariables(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const { HOME: home = "" } = environment;
  const missing = Object.entries(FOLDERS).filter(([name]) => environment[name] === undefined);
  const pairs = missing.map(([name, folder]) => [name, join(home, folder)] as const);
  return Object.fromEntries(pairs.filter(([, folder]) => home !== "" && existsSync(folder)));
}
