import { homedir } from "node:os";
import { join } from "node:path";

/** The folder that keeps downloads and built tools from one test run to the next. */
export function cacheFolder(): string {
  return process.env.STAGEWRIGHT_CACHE ?? join(homedir(), ".cache", "stagewright-test");
}
