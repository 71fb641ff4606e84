import { defineConfig } from "vitest/config";

// Apart from the tests: what is measured here wants the machine for itself.
export default defineConfig({
  test: { include: ["test/bench/**/*.test.ts"], testTimeout: 3_600_000, hookTimeout: 600_000, teardownTimeout: 60_000 },
});
