import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { checkout } from "../../support/source-script.ts";

it("dotnet restores with the site's NuGet.Config, and by the lock file only if there is one", () => {
  const app = checkout({ "bin/dotnet": `#!/bin/sh\nprintf '%s\\n' "$*" >>calls.txt\n`, "Shop.sln": "" });
  onTestFinished(app.remove);
  chmodSync(join(app.folder, "bin/dotnet"), 0o755);
  const path = `${join(app.folder, "bin")}:${app.bare()}`;
  const environment = { NUGET_CONFIG: "/secret/NuGet.Config" };
  expect(app.build("dotnet", { path, environment }).message).toBe("");
  expect(app.read("calls.txt").trim().split("\n")).toEqual([
    "restore --configfile /secret/NuGet.Config",
    "build --no-restore --configuration Release",
    "test --no-build --configuration Release",
    "publish --no-build --configuration Release",
  ]);
  app.write("packages.lock.json", "{}");
  app.write("calls.txt", "");
  expect(app.build("dotnet", { path }).message).toBe("");
  expect(app.read("calls.txt").split("\n")[0]).toBe("restore --locked-mode");
});
