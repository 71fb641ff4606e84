import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { toolchainVariables } from "../../../generator/rehearsal/toolchains.ts";

it("finds the versions in the user's home folder, unless a variable already names a folder", () => {
  const HOME = mkdtempSync(join(tmpdir(), "sw-toolchains-"));
  onTestFinished(() => rmSync(HOME, { recursive: true, force: true }));
  for (const folder of [".rustup", ".pyenv"]) mkdirSync(join(HOME, folder));
  expect(toolchainVariables({ HOME, PYENV_ROOT: "/opt/pyenv" })).toEqual({ RUSTUP_HOME: join(HOME, ".rustup") });
  expect(toolchainVariables({})).toEqual({});
});
