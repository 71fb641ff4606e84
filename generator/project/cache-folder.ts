import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where a program keeps what it could make again. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: given = "", LOCALAPPDATA: windows } = process.env;
  if (isAbsolute(given)) return join(given, "stagewright");
  return join(windows ?? join(homedir(), ".cache"), "stagewright");
}
