// Computes the key of the cache of a stage, before its builds can change a file.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { cacheKey } from "./cache.mjs";
import { fail, input, workspace } from "./context.mjs";

const settings = input();
const output = process.env.GITHUB_OUTPUT ?? fail("The runner does not set GITHUB_OUTPUT.");
if (settings.locks !== undefined) appendFileSync(output, `cache-key=${cacheKey(settings, join(workspace(), "app"))}\n`);
