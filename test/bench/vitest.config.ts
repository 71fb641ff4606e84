import { homedir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// What tests build on the way is kept apart from what the user's own stagewright keeps.
process.env.STAGEWRIGHT_CACHE ??= join(homedir(), ".cache", "stagewright-test");

// Apart from the tests: what is measured here wants the machine for itself.
export default defineConfig({
  test: { include: ["test/bench/**/*.test.ts"], testTimeout: 3_600_000, hookTimeout: 600_000, teardownTimeout: 60_000 },
});
