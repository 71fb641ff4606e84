import { homedir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// What tests build on the way is kept apart from what the user's own stagewright keeps.
process.env.STAGEWRIGHT_CACHE ??= join(homedir(), ".cache", "stagewright-test");

export default defineConfig({
  test: {
    // Two projects side by side on two cores: quick ones, and the real thing with servers and engines.
    maxWorkers: 2,
    projects: [
      {
        test: { name: "unit", include: ["test/{unit,golden}/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        test: {
          name: "real",
          include: ["test/{real,rehearse,dialect}/**/*.test.ts"],
          globalSetup: ["test/support/global-setup.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          teardownTimeout: 60_000,
        },
      },
      {
        test: {
          name: "delivery",
          include: ["test/delivery/**/*.test.ts"],
          testTimeout: 600_000,
          // The first run builds Kubernetes and Argo CD.
          hookTimeout: 3_000_000,
          teardownTimeout: 60_000,
        },
      },
    ],
  },
});
