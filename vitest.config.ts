import { homedir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// The tests' cache is not the cache of the user's own stagewright.
process.env.STAGEWRIGHT_CACHE ??= join(homedir(), ".cache", "stagewright-test");

export default defineConfig({
  test: {
    // Two cores are half idle while engines and servers wait for the disk.
    maxWorkers: 3,
    projects: [
      {
        test: { name: "unit", include: ["test/{unit,golden}/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        test: {
          name: "real",
          include: ["test/{real,rehearse,dialect}/**/*.test.ts"],
          globalSetup: ["test/support/build-slow-tools.ts", "test/support/global-setup.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          teardownTimeout: 60_000,
        },
      },
      {
        test: {
          name: "delivery",
          include: ["test/delivery/**/*.test.ts"],
          globalSetup: ["test/support/build-slow-tools.ts"],
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
          teardownTimeout: 60_000,
        },
      },
    ],
  },
});
