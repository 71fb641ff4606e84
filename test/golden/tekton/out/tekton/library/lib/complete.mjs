// Writes the record of a stage as a result. The task "seal" then compares it with the run, because this pod runs code of the
// application.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { home, readStage, recordText, workspace, writeResult } from "./context.mjs";
import { copyAll, find } from "./files.mjs";

const { settings } = readStage();
for (const { directory, tests } of settings.builds ?? []) {
  const folder = join(workspace(), "app", directory);
  if (tests.length > 0 && existsSync(folder)) copyAll(find(folder, tests), folder, join(home(), "reports", directory));
}
await import("./finish.mjs");
writeResult("RECORD", recordText(JSON.parse(readFileSync(join(home(), "record", "release.json"), "utf8"))));
