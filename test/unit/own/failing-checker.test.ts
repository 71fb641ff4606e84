import { expect, it, vi } from "vitest";
import type { Compiled } from "../../../generator/project/compile-project.ts";
import { lintOwnGroovy } from "../../../generator/project/lint-own-groovy.ts";
import { RehearsalError } from "../../../generator/rehearse/index.ts";
import type { Console } from "../../../generator/terminal/console.ts";

const failure = vi.hoisted(() => ({ notStarted: false }));

vi.mock("../../../generator/rehearse/index.ts", async (original) => ({
  ...(await original<object>()),
  isRunnerBuilt: async () => true,
  startRunner: async () => ({ stop: async () => {} }),
}));
vi.mock("../../../generator/rehearse/dialect.ts", () => ({
  checkDialect: async () => {
    throw new RehearsalError("the JVM ended with 137\nlog", failure.notStarted);
  },
}));

const files = [{ path: "library/vars/openTicket.groovy", content: "", executable: false, shard: "library" }];
const compiled = {
  project: { folder: "/", prefix: "", input: { platform: { path: "stagewright.yaml", text: "" } } },
  result: { files, model: null, diagnostics: [] },
} as unknown as Compiled;
const console = { memory: null } as unknown as Console;

it("own Groovy that stops the checker has not passed it", async () => {
  failure.notStarted = false;
  await expect(lintOwnGroovy(compiled, console)).rejects.toThrow(
    "the checker of Groovy failed: the JVM ended with 137",
  );
});
