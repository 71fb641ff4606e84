import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The user's folder for caches. Everything in it can be created again. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: windows } = process.env;
  if (isAbsolute(xdg)) return join(xdg, "stagewright");
  return join(windows ?? join(homedir(), ".cache"), "stagewright");
}
