import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * The user's folder for caches; null if the user has none. Everything in it can be created again. A relative or empty HOME
 * would be a folder of the repository.
 */
export function cacheFolder(): string | null {
  const { XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: windows = "" } = process.env;
  return below(xdg) ?? below(windows) ?? below(homeFolder(), ".cache");
}

/** The user's folder for state that no one else may write, such as keys; null if the user has none. */
export function stateFolder(): string | null {
  const { XDG_STATE_HOME: xdg = "", LOCALAPPDATA: windows = "" } = process.env;
  return below(xdg) ?? below(windows, "state") ?? below(homeFolder(), ".local", "state");
}

function below(folder: string, ...names: string[]): string | null {
  return isAbsolute(folder) ? join(folder, ...names, "stagewright") : null;
}

function homeFolder(): string {
  try {
    return homedir();
  } catch {
    // The user has no entry in the password file and no HOME.
    return "";
  }
}
