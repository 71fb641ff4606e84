import { execFileSync } from "node:child_process";
import { expect, it, onTestFinished } from "vitest";
import { sparseFolders } from "../../../generator/source-tools/sparse-folders.ts";
import { checkout } from "../../support/source-script.ts";

it.each([
  ["maven in the root", ["orders"], [{ tool: "maven" }], [".mvn"]],
  ["gradle", ["orders"], [{ tool: "gradle", directory: "orders" }], ["gradle", "buildSrc"]],
  [
    "yarn and dotnet",
    ["web", "api"],
    [
      { tool: "yarn", directory: "web" },
      { tool: "dotnet", directory: "api" },
    ],
    [".yarn", ".config"],
  ],
  ["maven below a folder", ["a/b"], [{ tool: "maven", directory: "./a/b/c/" }], [".mvn", "a/.mvn"]],
  ["maven twice, and a listed folder", ["a", ".mvn"], [{ tool: "maven", directory: "a" }, { tool: "maven" }], []],
  ["tools that read no folder", ["web"], [{ tool: "npm" }, { tool: "command" }, { tool: "unknown" }], []],
])("a sparse checkout has the folders of %s", (_, listed, builds, more) => {
  expect(sparseFolders(listed, builds)).toEqual([...listed, ...more]);
});

const jar = "gradle/wrapper/gradle-wrapper.jar";

it("the wrapper in the root of a sparse checkout has its files", () => {
  const app = checkout({
    gradlew: '#!/bin/sh\necho "$@" >used.txt\n',
    [jar]: "",
    "orders/build.gradle": "",
    "web/a": "",
  });
  onTestFinished(app.remove);
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...words], { cwd: app.folder, stdio: "pipe" });
  const folders = sparseFolders(["orders"], [{ tool: "gradle", directory: "orders" }]);
  git("init", "-q", ".");
  git("add", "--force", ".");
  git("commit", "-qm", "one");
  git("sparse-checkout", "set", "--cone", ...folders);
  expect(app.build("gradle", { path: app.bare(), directory: "orders" })).toMatchObject({ message: "" });
  expect(app.read("orders/used.txt")).toContain("build");
});
