import { homedir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// The tests' cache is not the cache of the user's own stagewright.
process.env.STAGEWRIGHT_CACHE ??= join(homedir(), ".cache", "stagewright-test");

// Not part of npm test: the generators and their packages take some minutes to download.
export default defineConfig({
  test: {
    include: ["test/applications/**/*.test.ts"],
    globalSetup: ["test/support/build-slow-tools.ts", "test/support/global-setup.ts"],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    teardownTimeout: 60_000,
  },
});
