import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { checkout } from "../../support/source-script.ts";

/** Runs the build with a go that reports these names of packages; returns the last call and whether `bin` exists. */
function buildWith(names: string): { readonly build: string | undefined; readonly bin: boolean } {
  const go = `#!/bin/sh\nprintf '%s\\n' "$*" >>calls.txt\n[ "$1" != list ] || printf '${names}'\n`;
  const app = checkout({ "tools/go": go, "go.mod": "" });
  onTestFinished(app.remove);
  chmodSync(join(app.folder, "tools/go"), 0o755);
  const path = `${join(app.folder, "tools")}:${process.env.PATH}`;
  expect(app.build("go", { path }).message).toBe("");
  return { build: app.read("calls.txt").trim().split("\n").at(-1), bin: app.has("bin") };
}

it("go builds the programs of a module", () => {
  expect(buildWith("greeting\\nmain\\n")).toEqual({ build: "build -trimpath -o bin/ ./...", bin: true });
});

it("go builds a module that has only packages for other modules, for which -o is an error", () => {
  expect(buildWith("greeting\\ndomain\\n")).toEqual({ build: "build -trimpath ./...", bin: false });
});
